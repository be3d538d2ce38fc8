import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openTestPostgres } from '../packages/db/src/testing/test-database.ts'
import { openMailServer } from '../packages/server/test/kit/mail-server.ts'
import { stepsOf } from './examples/check.ts'
import { examples } from './examples/index.ts'
import { pack } from './pack.ts'
import { publicPackages } from './packages.ts'

/*
 * Installs the packed packages in the examples, outside the repository, and recovers an account in each: by SMTP, a
 * browser and the sign-in of the example. `npx -y pnpm@12 examples:check [name…]`
 */

const names = process.argv.slice(2).filter((argument) => argument !== '--')
const unknown = names.filter((name) => !examples.some((example) => example.name === name))
if (unknown.length > 0) {
  const known = examples.map(({ name }) => name).join(', ')
  console.error(`There is no example ${unknown.join(', ')}. There are ${known}.`)
  process.exit(1)
}
// The examples run on the Node that runs this.
process.env.PATH = `${dirname(process.execPath)}:${process.env.PATH}`

const folder = mkdtempSync(join(tmpdir(), 'latchkey-examples-'))
const postgres = await openTestPostgres()
let passed = 0
let failed = 0
try {
  const packed = await Promise.all(publicPackages().map((one) => pack(one, folder)))
  const around = { packed, folder, openMail: openMailServer, emptyDatabase: () => postgres.empty() }
  for (const example of examples) {
    if (names.length > 0 && !names.includes(example.name)) continue
    const { steps, clean } = await stepsOf(example, around)
    for (const [step, act] of Object.entries(steps)) {
      const since = performance.now()
      const problem = await act().then(() => undefined, String)
      const seconds = Math.round((performance.now() - since) / 1000)
      console.log(`${problem ? 'FAILED' : 'ok    '} ${example.name}: ${step} (${seconds} s)`)
      if (problem) console.log(problem.replaceAll(/^/gm, '         '))
      if (problem) failed += 1
      else passed += 1
      // What comes next needs it.
      if (problem && step === 'installs') break
    }
    clean()
  }
} finally {
  await postgres.close()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
