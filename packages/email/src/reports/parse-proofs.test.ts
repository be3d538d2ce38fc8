import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseReportProofs } from './parse-proofs.ts'

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
const topic = (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`

test('several services, and several topics of one', () => {
  const text = `ses:${topic('a')}, ses:${topic('b')},sendgrid:${key} resend:whsec_MTIzNDU2Nzg5MDEyMzQ1Ng==`
  expect(parseReportProofs(text)).toEqual({
    ok: true,
    proofs: [
      { service: 'ses', topics: [topic('a'), topic('b')] },
      { service: 'sendgrid', publicKey: key },
      { service: 'resend', secret: 'whsec_MTIzNDU2Nzg5MDEyMzQ1Ng==' },
    ],
  })
})

test.each([
  ['canary', 'must name services'],
  ['mandrill:canary', 'must name services'],
  ['resend:canary', 'begins with whsec_'],
  ['sendgrid:canary', 'verification key'],
  ['mailgun:canary', 'signing key'],
  ['postmark:canary', 'at least 24 characters'],
  ['brevo:canary', 'at least 24 characters'],
  ['ses:canary', 'the ARN of the topic'],
  [`brevo:${'canary'.repeat(5)},brevo:${'canary'.repeat(5)}`, 'names brevo twice'],
])('%s is refused, and not repeated', (text, words) => {
  const parsed = parseReportProofs(text)
  if (parsed.ok) throw new Error('it was accepted')
  expect(parsed.reasons.join()).toContain(words)
  expect(parsed.reasons.join()).not.toContain('canary')
})
