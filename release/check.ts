import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contentProblems } from './contents.ts'
import { doorsProblems } from './doors.ts'
import { tryExamples } from './examples/try-examples.ts'
import { installProblems } from './install.ts'
import { type Packed, pack } from './pack.ts'
import { publicPackages } from './packages.ts'
import { pastedProblems } from './pasted/check.ts'
import { referenceProblems } from './reference/out-of-date.ts'
import { publintProblems, typeProblems } from './resolution.ts'
import { sizeProblems } from './size.ts'

/*
 * Packs every public package and looks at the tarballs as another project would: `npx -y pnpm@12 run release:check`.
 * `--update` writes what the doors export into release/golden. `--quick` leaves out the projects outside the repository,
 * `--without-examples` only the examples.
 */

const isQuick = process.argv.includes('--quick')
const withExamples = !isQuick && !process.argv.includes('--without-examples')
const updates = process.argv.includes('--update')

const checks: Record<string, (packed: Packed) => string[] | Promise<string[]>> = {
  contents: contentProblems,
  publint: publintProblems,
  types: typeProblems,
  doors: (packed) => doorsProblems(packed, updates),
  size: sizeProblems,
}

let passed = 0
let failed = 0

function report(what: string, problems: string[]): void {
  if (problems.length === 0) passed += 1
  else failed += 1
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${what}`)
  for (const problem of problems) console.log(`         ${problem}`)
}

const folder = mkdtempSync(join(tmpdir(), 'latchkey-release-'))
try {
  const packages = publicPackages()
  const versions = new Set(packages.map(({ version }) => version))
  report('one version for all', versions.size === 1 ? [] : [[...versions].join(', ')])

  report('docs/reference', await referenceProblems())

  const packed: Packed[] = []
  for (const one of packages) packed.push(await pack(one, folder))
  for (const one of packed) {
    for (const [name, check] of Object.entries(checks)) {
      report(`${one.name} ${name} (${Math.ceil(one.bytes / 1000)} kB)`, await check(one))
    }
  }
  if (!isQuick) {
    report('installed elsewhere', await installProblems(packed, folder))
    for (const [what, problems] of await pastedProblems(packed, folder)) report(what, problems)
  }
  if (withExamples) {
    await tryExamples({ packed, folder }, ({ what, seconds, problem }) =>
      report(`${what} (${seconds} s)`, problem ? [problem] : []),
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
