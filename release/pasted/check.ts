import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Packed } from '../pack.ts'
import { run } from '../run.ts'
import { runReadme } from './run-readme.ts'
import { snippets } from './snippets.ts'

/** What a reader of these documents has besides our packages. */
const dependencies: Record<string, string> = {
  '@electric-sql/pglite': '0.5',
  '@hono/node-server': '2',
  '@trpc/client': '11',
  '@trpc/server': '11',
  '@types/emscripten': '1',
  '@types/express': '5',
  '@types/node': '24',
  '@types/react': '19',
  '@types/react-dom': '19',
  '@types/ws': '8',
  express: '5',
  fastify: '5',
  hono: '4',
  react: '19',
  'react-dom': '19',
  'react-router': '8',
  superjson: '2',
  'typescript-5.9': 'npm:typescript@5.9',
  'typescript-7.0': 'npm:typescript@7.0',
  vitest: '5',
}

const compilers = { 'TypeScript 5.9': 'typescript-5.9', 'TypeScript 7': 'typescript-7.0' }

const options = {
  strict: true,
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  skipLibCheck: false,
  // As docs/embedding.md says of files that Node runs as they are.
  rewriteRelativeImportExtensions: true,
  noEmit: true,
  types: ['node', 'emscripten'],
}

/** Pastes the code of the documents into a project outside the repository: it compiles, and the README's server works. */
export async function pastedProblems(packed: Packed[], folder: string) {
  const project = join(folder, 'pasted')
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(project, file)), { recursive: true })
    writeFileSync(join(project, file), text)
  }
  const tarballs = packed.map(({ name, tarball }) => [name, `file:${tarball}`])
  const manifest = { dependencies: { ...dependencies, ...Object.fromEntries(tarballs) } }
  write('package.json', JSON.stringify({ name: 'pasted', type: 'module', ...manifest }))
  for (const [file, text] of snippets()) write(file, text)
  write('tsconfig.json', JSON.stringify({ compilerOptions: options }))
  const result = new Map<string, string[]>()
  const step = async (what: string, act: () => Promise<unknown>) => {
    const problem = await act().then(() => undefined, String)
    result.set(`pasted from the documents: ${what}`, problem === undefined ? [] : [problem])
  }
  await step('installs', () =>
    run(
      'npm',
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'],
      project,
    ),
  )
  // What comes next needs it.
  if ([...result.values()].some((problems) => problems.length > 0)) return result
  for (const [name, compiler] of Object.entries(compilers)) {
    const bin = join('node_modules', compiler, 'bin', 'tsc')
    await step(name, () => run('node', [bin, '-p', '.'], project))
  }
  await step('the test of docs/embedding.md', () =>
    run('npx', ['vitest', 'run', 'embedding', '--testTimeout', '60000'], project),
  )
  await step("the README's server recovers an account", () => runReadme(project))
  return result
}
