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
 * Chance from the operating system; digests under keys derived from the server secret, one per purpose. Older
 * secrets find the codes and requests made under them; limits and the audit trail start anew under the first.
 */
export function createSecrets(serverSecrets: readonly string[]): Secrets {
  const [serverSecret, ...former] = serverSecrets
  if (serverSecret === undefined) throw new Error('There is no server secret')
  // Made into keys once: from bytes, every HMAC would make one anew, which costs as much as the HMAC.
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
    newId: uuidV7,
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
 * Drawn again when it holds four digits in a row, one in forty: beside the code of a mail they would look like
 * another (decision 0028). That costs 0.04 of its 256 bits.
 */
function newToken(): Token {
  const token = randomBytes(32).toString('base64url')
  return /\d{4}/.test(token) ? newToken() : (token as Token)
}

/** Sortable by time (RFC 9562 §5.7), so that indexes grow at one end; the rest is chance. */
function uuidV7(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  // Its chance is drawn for many at once. Behind the digit of the version, the fifteenth character, both look alike.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
