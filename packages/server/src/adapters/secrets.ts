import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomInt,
  randomUUID,
} from 'node:crypto'
import {
  type ClientDigest,
  CODE_DIGITS,
  type Code,
  type Digest,
  type Secrets,
  type Token,
} from '@latchkey/core'

/**
 * Random values from the operating system, and digests under keys that are derived from the server secret, one key per
 * purpose. Former secrets still find the codes and requests made under them; limits and the audit trail use the first.
 */
export function createSecrets(serverSecrets: readonly string[]): Secrets {
  const [serverSecret, ...former] = serverSecrets
  if (serverSecret === undefined) throw new Error('There is no server secret')
  // Created once: an HMAC from bytes would create its key each time, which costs as much as the HMAC itself.
  const keyFor = (purpose: string, secret = serverSecret) =>
    createSecretKey(createHmac('sha256', secret).update(purpose).digest())
  const codeKey = keyFor('latchkey code')
  const codeKeys = serverSecrets.map((secret) => keyFor('latchkey code', secret))
  const codeText = (requestId: string, code: Code) => `${requestId.toLowerCase()} ${code}`
  const addressKey = keyFor('latchkey address')
  const clientKey = keyFor('latchkey client')
  const signInPairKey = keyFor('latchkey address+client')
  const formerAddressKeys = former.map((secret) => keyFor('latchkey address', secret))
  return {
    // Random, without the time: a request's id opens its resend and its tries.
    newId: () => randomUUID(),
    newToken,
    newCode: () =>
      randomInt(10 ** CODE_DIGITS)
        .toString()
        .padStart(CODE_DIGITS, '0') as Code,
    tokenDigest: (token) =>
      branded(createHash('sha256').update(Buffer.from(token, 'base64url')).digest()),
    codeDigest: (requestId, code) => keyedDigest(codeKey, codeText(requestId, code)),
    codeDigests: (requestId, code) =>
      codeKeys.map((key) => keyedDigest(key, codeText(requestId, code))),
    addressDigest: (address) => keyedDigest(addressKey, address.canonical),
    formerAddressDigests: (address) =>
      formerAddressKeys.map((key) => keyedDigest(key, address.canonical)),
    clientDigest: rememberingLast((name) => keyedDigest(clientKey, name)),
    signInPairDigest: (address, clientName) =>
      keyedDigest(signInPairKey, `${address.canonical} ${clientName}`),
  }
}

function keyedDigest<D extends Digest>(key: KeyObject, text: string): D {
  return branded(createHmac('sha256', key).update(text).digest())
}

/** The caller's return type says what the bytes are the digest of. */
function branded<D extends Digest>(bytes: Uint8Array): D {
  return bytes as D
}

/**
 * Caches the digest of the last client, because one call needs it two or three times. Digests of addresses are not
 * cached: the time would reveal which addresses were requested before.
 */
function rememberingLast(digestOf: (name: string) => ClientDigest): (name: string) => ClientDigest {
  let last: { name: string; digest: ClientDigest } | undefined
  return (name) => {
    if (last?.name !== name) last = { name, digest: digestOf(name) }
    return last.digest
  }
}

/**
 * Drawn again if it contains four digits in a row (one in forty), because beside the code in an email they could be taken
 * for a code (decision 28). This costs 0.04 of its 256 bits.
 */
function newToken(): Token {
  const token = randomBytes(32).toString('base64url')
  return /\d{4}/.test(token) ? newToken() : (token as Token)
}
