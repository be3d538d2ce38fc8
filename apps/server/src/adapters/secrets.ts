import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto'
import { CODE_DIGITS, type Code, type Secrets, type Token } from '@latchkey/core'

/** Chance from the operating system; digests under keys derived from the house secret, one per purpose. */
export function createSecrets(houseSecret: string): Secrets {
  const keyFor = (purpose: string) => createHmac('sha256', houseSecret).update(purpose).digest()
  const codeKey = keyFor('latchkey code')
  const digestKeys = {
    address: keyFor('latchkey address'),
    client: keyFor('latchkey client'),
    'address+client': keyFor('latchkey address+client'),
  }
  return {
    newId: uuidV7,
    newToken: () => randomBytes(32).toString('base64url') as Token,
    newCode: () =>
      randomInt(10 ** CODE_DIGITS)
        .toString()
        .padStart(CODE_DIGITS, '0') as Code,
    tokenDigest: (token) => createHash('sha256').update(Buffer.from(token, 'base64url')).digest(),
    codeDigest: (requestId, code) =>
      createHmac('sha256', codeKey).update(`${requestId.toLowerCase()} ${code}`).digest(),
    keyedDigest: (purpose, subject) =>
      createHmac('sha256', digestKeys[purpose]).update(subject).digest(),
  }
}

/** Sortable by time (RFC 9562 §5.7), so that indexes grow at one end; the rest is chance. */
function uuidV7(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
