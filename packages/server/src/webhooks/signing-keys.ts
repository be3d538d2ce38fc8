import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'

/** The key of one server secret. */
export type SigningKey = {
  /** Its thumbprint (RFC 7638). */
  id: string
  key: KeyObject
  /** Its public half, for `/.well-known/jwks.json`. */
  jwk: JWK
}

/** The order of the group of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/**
 * The keys that security event tokens are signed with, one for each server secret: the first signs, and receivers find
 * the others until their secrets are taken out. So there is no further key to keep, to share between processes, or to
 * rotate.
 */
export function signingKeys(serverSecrets: readonly string[]): Promise<SigningKey[]> {
  return Promise.all(serverSecrets.map(signingKey))
}

async function signingKey(serverSecret: string): Promise<SigningKey> {
  const scalar = scalarFrom(serverSecret)
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(scalar)
  // 4, x, y.
  const point = ecdh.getPublicKey()
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const id = await calculateJwkThumbprint(jwk)
  const d = scalar.toString('base64url')
  return {
    id,
    key: createPrivateKey({ key: { ...jwk, d }, format: 'jwk' }),
    jwk: { ...jwk, kid: id, alg: 'ES256', use: 'sig' },
  }
}

/** From twice as many bits as a key has, so that no key is likelier than another (FIPS 186-5, A.2.1). */
function scalarFrom(serverSecret: string): Buffer {
  const bytes = hkdfSync('sha256', serverSecret, '', 'latchkey security event token', 64)
  const scalar = (BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % (ORDER - 1n)) + 1n
  return Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex')
}
