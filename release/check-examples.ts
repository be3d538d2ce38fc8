import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { examples } from './examples/index.ts'
import { tryExamples } from './examples/try-examples.ts'
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

const folder = mkdtempSync(join(tmpdir(), 'latchkey-examples-'))
let passed = 0
let failed = 0
try {
  const packed = await Promise.all(publicPackages().map((one) => pack(one, folder)))
  await tryExamples({ packed, folder, names }, ({ what, seconds, problem }) => {
    console.log(`${problem ? 'FAILED' : 'ok    '} ${what} (${seconds} s)`)
    if (problem) console.log(problem.replaceAll(/^/gm, '         '))
    if (problem) failed += 1
    else passed += 1
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
