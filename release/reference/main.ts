import { reference, referenceProblems } from './out-of-date.ts'
import { writeReference } from './write-reference.ts'

/*
 * Writes docs/reference from the doc comments of everything that the packages export: `npx -y pnpm@12 reference`. With
 * `--check` it writes nothing, and says what is out of date or has no comment.
 */

const problems = process.argv.includes('--check')
  ? await referenceProblems()
  : await writeReference(reference)
for (const problem of problems) console.log(problem)
console.log(`${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
