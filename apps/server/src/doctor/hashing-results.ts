import { randomBytes } from 'node:crypto'
import { type NormalPassword, normalPassword, type PasswordHasher } from '@latchkey/core'
import { hashingSlots } from '@latchkey/server/parts/passwords'
import { type Result, resultsOf } from './result.ts'

const ROUNDS = 3
const SLOW_MS = 1_500

export function randomPassword(): NormalPassword {
  return normalPassword(randomBytes(24).toString('base64url')) as NormalPassword
}

/** Hashes random passwords, and says how many resets a second that allows on this machine. */
export async function hashingResults(hasher: Pick<PasswordHasher, 'hash'>): Promise<Result[]> {
  const { ok, warning } = resultsOf('hashing')
  await hasher.hash(randomPassword())
  const startedAt = performance.now()
  for (let round = 0; round < ROUNDS; round += 1) await hasher.hash(randomPassword())
  const each = (performance.now() - startedAt) / ROUNDS
  const atOnce = hashingSlots.count + hashingSlots.reserved
  const perSecond = (atOnce * 1_000) / each
  const shown = perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)
  const says = `A password takes ${Math.round(each)} ms to hash on this machine, so a process does at most about ${shown} resets a second.`
  return [
    each > SLOW_MS
      ? warning(`${says} Under load, people are told to try again.`, 'Add processes or CPUs.')
      : ok(says),
  ]
}
