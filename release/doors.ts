import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
// TypeScript 7 has no JavaScript API any more.
import ts from 'typescript-5'
import type { Packed } from './pack.ts'

const golden = fileURLToPath(new URL('./golden/', import.meta.url))

/**
 * Compares what the doors of a package export with the list in `golden/`, so that a review shows what is added to the
 * public interface, and what is taken away.
 */
export function doorsProblems(packed: Packed, updates: boolean): string[] {
  const file = join(golden, `${packed.name.split('/').at(-1)}.txt`)
  const now = listOf(packed)
  if (updates) writeFileSync(file, now)
  if (!existsSync(file)) {
    return [`${file} does not exist: look at what is exported, and write it with --update`]
  }
  const before = readFileSync(file, 'utf8').split('\n')
  const after = now.split('\n')
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `gone: ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `new: ${line}`),
  ]
}

function listOf({ unpacked, name, publishConfig, peerDependencies = {} }: Packed): string {
  const doors = Object.entries(publishConfig.exports)
  const roots = doors.flatMap(([, target]) =>
    typeof target === 'string' ? [] : [join(unpacked, target.types)],
  )
  const program = ts.createProgram(roots, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    skipLibCheck: true,
  })
  const checker = program.getTypeChecker()
  const lines = doors.flatMap(([door, target]) => {
    const place = join(name, door)
    if (typeof target === 'string') return [`${place} (file)`]
    const source = program.getSourceFile(join(unpacked, target.types))
    const module = source && checker.getSymbolAtLocation(source)
    // A module without exports, such as the script of a worker.
    if (!module) return [`${place} (no exports)`]
    return checker
      .getExportsOfModule(module)
      .map((symbol) => `${place} ${symbol.name}`)
      .sort()
  })
  const peers = Object.entries(peerDependencies).map(([peer, range]) => `peer ${peer} ${range}`)
  return `${[...lines, ...peers].join('\n')}\n`
}
