import { expect, test } from 'vitest'
import { createEqualWork } from './equal-work.ts'
import { foreignFormats, type Work } from './foreign-hashes/index.ts'

/** One account of each: two costs of bcrypt, two of PBKDF2, scrypt in two forms. */
const directory = [
  '$2y$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO',
  'bcrypt_sha256$$2b$12$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO',
  'pbkdf2_sha256$260000$c2FsdHNhbHQ$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=',
  '$pbkdf2-sha256$i=600000$c2FsdHNhbHQ$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA',
  '$pbkdf2-sha512$1000$c2FsdHNhbHQ$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA',
  '$scrypt$ln=14,r=8,p=1$c2FsdHNhbHQ$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA',
  'scrypt$16384$salt$8$5$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=',
]

function workOf(stored: string): Work {
  for (const format of foreignFormats) {
    const reading = format(stored)
    if (reading && 'verify' in reading) return reading.work
  }
  throw new Error(`${stored} cannot be checked`)
}

/** What is paid in each family by checking these. */
function sumOf(works: readonly Work[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const { family, amount } of works) sum[family] = (sum[family] ?? 0) + amount
  return sum
}

test('a check of any hash pays as much in each family as a check of any other', () => {
  const equalWork = createEqualWork()
  for (const stored of directory) equalWork.meet(workOf(stored))
  for (const stored of directory) {
    const work = workOf(stored)
    expect(sumOf([work, ...equalWork.besides(work).map(workOf)]), stored).toEqual({
      bcrypt: 4096,
      'pbkdf2 sha256': 600_000,
      'pbkdf2 sha512': 1000,
      'scrypt 16384 8 1': 1,
      'scrypt 16384 8 5': 1,
    })
  }
})

test('a directory with hashes of one kind pays for nothing else', () => {
  const equalWork = createEqualWork()
  const work = workOf('$2y$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO')
  equalWork.meet(work)
  expect(equalWork.besides(work)).toEqual([])
})

test('no decoy matches the passwords that it is checked with', async () => {
  for (const stored of directory) {
    const { amount, decoys } = workOf(stored)
    for (const decoy of decoys(amount)) {
      const reading = foreignFormats.map((format) => format(decoy)).find(Boolean)
      if (reading && 'verify' in reading) expect(await reading.verify('')).toBe(false)
    }
  }
})
