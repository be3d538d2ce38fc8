import { join } from 'node:path'

/** Relative imports of each file, by its path. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

export function importGraph(
  sources: readonly { path: string; imports: readonly string[] }[],
): ImportGraph {
  return new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter((name) => name.startsWith('.')).map((name) => join(path, '..', name)),
    ]),
  )
}

/**
 * The cycles that a depth-first walk meets: each as `a → b → a`, at least one for every group of files that import each
 * other.
 */
export function importCycles(graph: ImportGraph): string[] {
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file)
    if (start >= 0) {
      cycles.push([...trail.slice(start), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const imported of graph.get(file) ?? []) visit(imported, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return cycles
}
