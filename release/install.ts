import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Packed } from './pack.ts'
import { modulesOf } from './packages.ts'
import { run } from './run.ts'

/**
 * What a project brings besides our packages: its own versions, not those of our catalog. The types of Emscripten are what
 * the declarations of PGlite need.
 */
const types = { '@types/emscripten': '1', '@types/pg': '8' }
const projects: Record<string, Record<string, string>> = {
  'React 19': { react: '19', '@types/react': '19', '@types/node': '24', ...types },
  // The oldest versions of the peers, too.
  'React 18': {
    react: '18',
    '@types/react': '18',
    '@types/node': '22',
    '@trpc/client': '11.4.0',
    '@trpc/server': '11.4.0',
    ...types,
  },
}

const compilers = { 'TypeScript 5.9': '5.9', 'TypeScript 7': '7.0' }
const resolutions = { nodenext: 'nodenext', esnext: 'bundler' }

/** Installs all tarballs in a project outside the repository, type-checks every door without flags, and imports it. */
export async function installProblems(packed: Packed[], folder: string): Promise<string[]> {
  const problems: string[] = []
  for (const [name, own] of Object.entries(projects)) {
    const project = join(folder, name.replace(' ', '-'))
    await install(packed, own, project)
    for (const [compiler, version] of Object.entries(compilers)) {
      for (const [module, moduleResolution] of Object.entries(resolutions)) {
        const found = await typeCheck(project, version, { module, moduleResolution })
        if (found) problems.push(`${name}, ${compiler}, ${moduleResolution}: ${found}`)
      }
    }
    const failed = await run('node', ['import-all.js'], project).then(() => '', String)
    if (failed) problems.push(`${name}: ${failed}`)
  }
  return problems
}

async function install(packed: Packed[], own: Record<string, string>, project: string) {
  mkdirSync(project, { recursive: true })
  const doors = packed.flatMap(modulesOf)
  const write = (file: string, text: string) => writeFileSync(join(project, file), text)
  write(
    'package.json',
    JSON.stringify({
      name: 'host',
      private: true,
      type: 'module',
      dependencies: {
        ...own,
        ...peersOf(packed),
        ...own,
        'typescript-5.9': 'npm:typescript@5.9',
        'typescript-7.0': 'npm:typescript@7.0',
        ...Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`])),
      },
    }),
  )
  const names = doors.map((door, nth) => `import * as door${nth} from '${door}'`)
  const uses = `export const doors = [${doors.map((_, nth) => `door${nth}`).join(', ')}]`
  write('index.ts', `${names.join('\n')}\n${uses}\n`)
  // The script of a worker runs as soon as it is imported.
  const runnable = doors.filter((door) => !door.endsWith('-worker'))
  write('import-all.js', runnable.map((door) => `await import('${door}')`).join('\n'))
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], project)
}

function peersOf(packed: Packed[]): Record<string, string> {
  return Object.assign({}, ...packed.map(({ peerDependencies }) => peerDependencies))
}

async function typeCheck(
  project: string,
  version: string,
  resolution: { module: string; moduleResolution: string },
): Promise<string> {
  const options = {
    ...resolution,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    jsx: 'react-jsx',
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node', 'emscripten'],
  }
  const file = `tsconfig.${version}.${resolution.moduleResolution}.json`
  writeFileSync(
    join(project, file),
    JSON.stringify({ compilerOptions: options, files: ['index.ts'] }),
  )
  const compiler = join('node_modules', `typescript-${version}`, 'bin', 'tsc')
  return run('node', [compiler, '-p', file], project).then(() => '', String)
}
