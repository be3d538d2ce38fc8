import { hash } from 'node:crypto'
import type { BreachedPasswords, NormalPassword, Observe } from '@latchkey/core'
import { inSpan } from '../tracing/in-span.ts'

const TIMEOUT_MS = 800
/** A padded answer has about 1 000 lines of 40 bytes. */
const LONGEST_ANSWER = 1024 * 1024
const LINE = /^([\dA-F]{35}):(\d+)$/

/**
 * Looks a password up in a range service (Have I Been Pwned, or a mirror) of passwords known from breaches. Only the
 * first 5 of the 40 digits of its SHA-1 are sent, which hundreds of thousands of passwords share. Padding hides from the
 * network how many of these the service knows. If the look-up fails, the password is accepted.
 *
 * @param ranges the URL that the prefix is appended to.
 * @see https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
export function createBreachedPasswords(ranges: string, observe: Observe): BreachedPasswords {
  return {
    async has(password) {
      try {
        const found = await inSpan('password.breach-lookup', () => lookUp(ranges, password))
        observe({ event: 'password.breach-lookup', outcome: found ? 'found' : 'not-found' })
        return found
      } catch (error) {
        const problem = error instanceof Error ? error.message : 'unknown'
        observe({ event: 'password.breach-lookup', outcome: 'failed', problem })
        return false
      }
    },
  }
}

export const noBreachedPasswords: BreachedPasswords = { has: async () => false }

async function lookUp(ranges: string, password: NormalPassword): Promise<boolean> {
  const sha1 = hash('sha1', password, 'hex').toUpperCase()
  const answer = await fetch(new URL(sha1.slice(0, 5), ranges), {
    headers: { 'Add-Padding': 'true', 'User-Agent': 'latchkey' },
    // The prefix goes to the configured service only.
    redirect: 'error',
    // For the whole answer, including a slow body.
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (answer.status !== 200) {
    await answer.body?.cancel()
    throw new Error(`the service answered ${answer.status}`)
  }
  const lines = (await textOf(answer)).trim().split(/\r?\n/)
  if (!lines.every((line) => LINE.test(line)))
    throw new Error('the service did not answer with a range')
  // Lines with a count of 0 are padding.
  return lines.some((line) => {
    const [, suffix, count] = LINE.exec(line) ?? []
    return suffix === sha1.slice(5) && Number(count) > 0
  })
}

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > LONGEST_ANSWER) throw new Error('the answer of the service was too long')
  }
  return text
}
