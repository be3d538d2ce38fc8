import { expect, test } from 'vitest'
import type { AddressDigest, ClientDigest, SignInPairDigest, TokenDigest } from './digest.ts'
import type { RecoveryStore, SessionStore } from './ports/index.ts'
import { addressOf, createCountingSecrets } from './testing/index.ts'

const secrets = createCountingSecrets()
const token = secrets.newToken()
const ada = addressOf('ada@example.test')

/* The compiler is the test: each line below that is marked as an error must stay one. */

test('a digest of one thing is not accepted as the digest of another', () => {
  const ofToken: TokenDigest = secrets.tokenDigest(token)
  const ofAddress: AddressDigest = secrets.addressDigest(ada)
  // @ts-expect-error
  const mistakenForClient: ClientDigest = ofAddress
  // @ts-expect-error
  const mistakenForPair: SignInPairDigest = secrets.clientDigest('198.51.100.7')
  // @ts-expect-error
  const mistakenForToken: TokenDigest = secrets.codeDigest('request', secrets.newCode())
  // @ts-expect-error
  const notADigest: TokenDigest = new Uint8Array(32)

  expect([ofToken, mistakenForClient, mistakenForPair, mistakenForToken, notADigest]).toHaveLength(
    5,
  )
})

test('stores take the digest of a token, and neither the token nor another digest', () => {
  const calls = (store: RecoveryStore & SessionStore) => [
    store.findRight(secrets.tokenDigest(token)),
    // @ts-expect-error
    store.findRight(token),
    // @ts-expect-error
    store.findNotMe(secrets.addressDigest(ada)),
    // @ts-expect-error
    store.find(secrets.clientDigest('198.51.100.7'), 120),
  ]
  expect(calls).toBeTypeOf('function')
})
