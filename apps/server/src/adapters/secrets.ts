import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomInt,
  randomUUID,
} from 'node:crypto'
import { CODE_DIGITS, type Code, type Digest, type Secrets, type Token } from '@latchkey/core'

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
  const codeDigest = (key: KeyObject, requestId: string, code: Code) =>
    createHmac('sha256', key).update(`${requestId.toLowerCase()} ${code}`).digest()
  const digestKeys = {
    address: keyFor('latchkey address'),
    client: keyFor('latchkey client'),
    'address+client': keyFor('latchkey address+client'),
  }
  const formerAddressKeys = former.map((secret) => keyFor('latchkey address', secret))
  return {
    newId: uuidV7,
    newToken,
    newCode: () =>
      randomInt(10 ** CODE_DIGITS)
        .toString()
        .padStart(CODE_DIGITS, '0') as Code,
    tokenDigest: (token) => createHash('sha256').update(Buffer.from(token, 'base64url')).digest(),
    codeDigest: (requestId, code) => codeDigest(codeKey, requestId, code),
    codeDigests: (requestId, code) => codeKeys.map((key) => codeDigest(key, requestId, code)),
    formerAddressDigests: (canonicalEmail) =>
      formerAddressKeys.map((key) => createHmac('sha256', key).update(canonicalEmail).digest()),
    keyedDigest: rememberingClient((purpose, subject) =>
      createHmac('sha256', digestKeys[purpose]).update(subject).digest(),
    ),
  }
}

/**
 * With the last client's at hand: one call asks for it two or three times. Of addresses nothing is remembered, or the
 * time would tell who was asked for before.
 */
function rememberingClient(digest: Secrets['keyedDigest']): Secrets['keyedDigest'] {
  let last: { subject: string; digest: Digest } | undefined
  return (purpose, subject) => {
    if (purpose !== 'client') return digest(purpose, subject)
    if (last?.subject !== subject) last = { subject, digest: digest(purpose, subject) }
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
