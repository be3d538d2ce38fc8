import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { previousRelease } from './previous/find.ts'
import { journeyProblems } from './previous/journey.ts'
import { checkOut, suiteProblems } from './previous/suite.ts'

/*
 * Runs the release before this one on the tables of now: its database suite on our migrations, and both programs at the
 * same database, as while processes are replaced. `npx -y pnpm@12 release:previous [ref]`
 */

// What is started runs on the Node that runs this.
process.env.PATH = `${dirname(process.execPath)}:${process.env.PATH}`

const [given] = process.argv.slice(2).filter((argument) => argument !== '--')
const { ref, why } = await previousRelease(given)
console.log(`The release before is ${ref}: ${why}.`)

const folder = mkdtempSync(join(tmpdir(), 'latchkey-previous-'))
const former = join(folder, 'repository')
let passed = 0
let failed = 0

async function step(what: string, work: () => Promise<unknown>): Promise<boolean> {
  const since = performance.now()
  const problem = await work().then(() => undefined, String)
  const seconds = Math.round((performance.now() - since) / 1000)
  console.log(`${problem === undefined ? 'ok    ' : 'FAILED'} ${what} (${seconds} s)`)
  if (problem === undefined) passed += 1
  else {
    failed += 1
    console.log(problem.replaceAll(/^/gm, '         '))
  }
  return problem === undefined
}

const removal = await checkOut(ref, former)
try {
  if (await step('it installs', () => removal.install())) {
    await step('its database suite passes on the migrations of now', () => suiteProblems(former))
    if (await step('it builds', () => removal.build())) {
      await step('both programs recover an account on one database', () => journeyProblems(former))
    }
  }
} finally {
  await removal.remove()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
