import { expect, test } from 'vitest'
import { type Message, type MessageOf, mailedSecrets, messageKinds, secretsIn } from './message.ts'
import { kindsOfSecret } from './secret.ts'

const at = new Date('2030-01-01T00:00:00Z')
const token = 'kQxNf7-bGm_TzWcRyUhVjPsLdAeOiXq2nB8vMtZrKwY'
const link = `https://app.example.test/reset-password#token=${token}`
const common = { id: 'm1', to: 'ada@example.test', locale: 'en' } as const
const aboutRequest = { requestId: 'r1', requestedAt: at, device: undefined }

const recovery: MessageOf<'recovery'> = {
  kind: 'recovery',
  ...common,
  ...aboutRequest,
  login: common.to,
  link,
  linkExpiresAt: at,
  code: '482915',
  codeExpiresAt: at,
  mintedAt: at,
}

test('secrets of a message are known by their kind', () => {
  expect(mailedSecrets(recovery)).toEqual({ link, code: '482915' })
  expect(mailedSecrets({ kind: 'no-account', ...common, ...aboutRequest })).toEqual({})
})

test('the link, its token by itself, and the code in each spelling are texts to redact', () => {
  expect(secretsIn(recovery).sort()).toEqual([link, token, '482915', '482 915', '482-915'].sort())
})

test('every kind of secret that is emailed is carried by some kind of email', () => {
  const carried = Object.values(messageKinds).flatMap(({ secrets }) => [...secrets])
  expect(new Set(carried)).toEqual(new Set(kindsOfSecret(({ mailed }) => mailed)))
})

/* The compiler is the test: each line below that is marked as an error must stay one. */
test('a message carries exactly the secrets its kind declares', () => {
  const { link: _, ...withoutLink } = recovery
  // @ts-expect-error
  const incomplete: Message = withoutLink
  // @ts-expect-error
  const tooMuch: Message = { kind: 'no-account', ...common, ...aboutRequest, link }
  expect([incomplete, tooMuch]).toHaveLength(2)
})
