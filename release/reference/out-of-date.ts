import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../packages.ts'
import { writeReference } from './write-reference.ts'

export const reference = join(root, 'docs', 'reference')

/** What is not described, or is described otherwise in `docs/reference`. Writes nothing there. */
export async function referenceProblems(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-reference-'))
  try {
    const problems = await writeReference(folder)
    return [...problems, ...differences(pagesIn(reference), pagesIn(folder))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function pagesIn(folder: string): Map<string, string> {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

function differences(before: Map<string, string>, now: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((name) => before.get(name) !== now.get(name))
    .map((name) => `docs/reference/${name} is out of date: npx -y pnpm@12 reference`)
}
