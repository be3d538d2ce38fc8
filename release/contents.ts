import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Packed } from './pack.ts'

/** What must not be in a tarball, and what must be in it. */
export function contentProblems(packed: Packed): string[] {
  return [
    ...packed.files.filter(isSource).map((file) => `${file} is a source or a test`),
    ...['LICENSE', 'README.md', 'package.json']
      .filter((file) => !packed.files.includes(file))
      .map((file) => `${file} is missing`),
    ...packed.files.filter((file) => file.endsWith('.js')).flatMap((file) => mapOf(packed, file)),
    ...doorProblems(packed),
    ...versionProblems(packed),
  ]
}

function isSource(file: string): boolean {
  return (
    /(?:^|\/)(?:src|test|e2e)\//.test(file) ||
    /\.test\.|tsconfig|vitest/.test(file) ||
    /(?<!\.d)\.tsx?$/.test(file)
  )
}

/** A source map leads to the sources that it contains, and to nothing else. */
function mapOf({ unpacked }: Packed, file: string): string[] {
  const [, address] =
    readFileSync(join(unpacked, file), 'utf8').match(/^\/\/# sourceMappingURL=(.*)$/m) ?? []
  if (address === undefined) return []
  const path = join(unpacked, dirname(file), address)
  if (!existsSync(path)) return [`${file} names a source map that is not there`]
  const { sourcesContent = [] } = JSON.parse(readFileSync(path, 'utf8'))
  return sourcesContent.length > 0 ? [] : [`${file} has a source map without the source`]
}

/** In the workspace a door leads to the sources; its built form must be the one that is published. */
function doorProblems({ exports, publishConfig, files }: Packed): string[] {
  return Object.entries(publishConfig.exports).flatMap(([door, target]) => {
    const inWorkspace = exports[door]
    if (inWorkspace === undefined) return [`door ${door} does not exist in the workspace`]
    const built = typeof inWorkspace === 'string' ? inWorkspace : inWorkspace.default
    const published = typeof target === 'string' ? target : target.default
    if (built !== published)
      return [`door ${door}: ${built} in the workspace, ${published} outside`]
    if (typeof target !== 'string' && Object.keys(target)[0] !== 'types') {
      return [`door ${door}: "types" must be the first condition`]
    }
    const named = typeof target === 'string' ? [target] : Object.values(target)
    return named
      .filter((file) => !files.includes(file.replace('./', '')))
      .map((file) => `door ${door}: ${file} is not in the tarball`)
  })
}

/** `pnpm pack` replaces what only a workspace understands. */
function versionProblems({ unpacked }: Packed): string[] {
  const text = readFileSync(join(unpacked, 'package.json'), 'utf8')
  return ['workspace:', 'catalog:', 'latchkey-source']
    .filter((word) => text.includes(word))
    .map((word) => `package.json still says "${word}"`)
}
