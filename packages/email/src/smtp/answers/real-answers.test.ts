import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explainAnswer } from './known-answers.ts'

/* Real answers of mail servers, sorted by others. Where they come from: `testing/smtp-answers/LICENSE.md`. */

const file = join(import.meta.dirname, '../../testing/smtp-answers/answers.tsv')
const corpus = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [about = '', reason = '', answer = ''] = line.split('\t')
    return { about, reason, answer }
  })

/** What we make of these is not what their collectors say, on purpose. */
const otherwiseHere: Record<string, string> = {
  '550 5.7.1 IP address blacklisted by recipient': 'only the recipient can change that',
  '550 Rejected': 'it does not say why',
  '501 5.0.0 Invalid domain name': 'it does not say whose',
  '550 Protocol violation': 'it does not say whose',
  '550 Host unknown': 'the name server may be down',
  '550 5.4.4 Invalid domain': 'the name server may be down',
  '525 5.7.13 Disabled recipient address': 'Brevo says 525 of our own address',
  '554 The mail could not be delivered to the recipient because the domain is not reachable. Please check the domain and try again (-1915321397:308:-2147467259)':
    'it says to try again',
  '553 5.3.5 system config error': 'it may be repaired',
  '550 5.7.1 <kijitora@example.com>: Recipient address rejected: User kijitora@example.com temporary locked. Please try again later!':
    'it says to try again',
}

function failureOf(answer: string, step: 'recipient' | 'message') {
  const reply = Number(answer.slice(0, 3))
  const by = { host: 'mail.example.com', port: 587, auth: 'password' } as const
  return explainAnswer({ ...by, step, reply, answer }).failure
}

const about = (whom: string) =>
  corpus.filter((each) => each.about === whom && !(each.answer in otherwiseHere))

test('the corpus is there, and every exception is in it', () => {
  expect(corpus.length).toBeGreaterThan(120)
  const answers = new Set(corpus.map(({ answer }) => answer))
  expect(Object.keys(otherwiseHere).filter((answer) => !answers.has(answer))).toEqual([])
})

describe('about us, so no email dies', () => {
  test.each(about('us'))('$reason: $answer', ({ answer }) => {
    expect(failureOf(answer, 'recipient')).toMatch(/^(?:setup|busy)$/)
    expect(failureOf(answer, 'message')).toMatch(/^(?:setup|busy)$/)
  })
})

describe('about the recipient, so the email ends', () => {
  test.each(about('recipient'))('$reason: $answer', ({ answer }) => {
    expect(failureOf(answer, 'recipient')).toBe('refused')
  })
})

describe('passing, so the email waits', () => {
  test.each(about('passing'))('$reason: $answer', ({ answer }) => {
    expect(failureOf(answer, 'recipient')).toMatch(/^(?:setup|busy)$/)
  })
})
