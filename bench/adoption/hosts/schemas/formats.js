import { createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/*
 * Formats that no package has, written out from their descriptions. `hash` returns the columns, `verify` gets them.
 */

const same = (one, other) => one.length === other.length && timingSafeEqual(one, other)

/** Mattermost: PBKDF2 of SHA-256, with its own parameters only; salt and key in base64 without padding. */
export const mattermost = {
  hash(password) {
    const salt = randomBytes(16)
    const key = pbkdf2Sync(password, salt, 600_000, 32, 'sha256')
    return { hash: `$pbkdf2$f=SHA256,w=600000,l=32$${plain(salt)}$${plain(key)}` }
  },
  verify(password, { hash }) {
    const [, name, parameters, salt = '', key = ''] = hash.split('$')
    if (name !== 'pbkdf2' || parameters !== 'f=SHA256,w=600000,l=32') return false
    const bytes = Buffer.from(salt, 'base64')
    return same(pbkdf2Sync(password, bytes, 600_000, 32, 'sha256'), Buffer.from(key, 'base64'))
  },
}

function plain(bytes) {
  return bytes.toString('base64').replace(/=+$/, '')
}

/** Discourse: PBKDF2 of SHA-256 over the text of the salt, in three columns. */
export const discourse = {
  hash(password) {
    const salt = randomBytes(16).toString('hex')
    const algorithm = '$pbkdf2-sha256$i=64000,l=32$'
    return {
      hash: pbkdf2Sync(password, salt, 64_000, 32, 'sha256').toString('hex'),
      salt,
      algorithm,
    }
  },
  verify(password, { hash, salt, algorithm }) {
    const rounds = Number(/\$pbkdf2-sha256\$i=(\d+),l=32\$/.exec(algorithm)?.[1])
    if (!rounds) return false
    return same(pbkdf2Sync(password, salt, rounds, 32, 'sha256'), Buffer.from(hash, 'hex'))
  },
}

/** ASP.NET Core Identity, version 3, with the parameters of .NET 8: HMAC-SHA512, 100 000 rounds. */
export const aspnet = {
  hash(password) {
    const head = Buffer.alloc(13)
    const salt = randomBytes(16)
    head[0] = 1
    head.writeUInt32BE(2, 1)
    head.writeUInt32BE(100_000, 5)
    head.writeUInt32BE(salt.length, 9)
    const key = pbkdf2Sync(password, salt, 100_000, 32, 'sha512')
    return { hash: Buffer.concat([head, salt, key]).toString('base64') }
  },
  verify(password, { hash }) {
    const bytes = Buffer.from(hash, 'base64')
    if (bytes[0] !== 1) return false
    const digest = ['sha1', 'sha256', 'sha512'][bytes.readUInt32BE(1)]
    const [rounds, length] = [bytes.readUInt32BE(5), bytes.readUInt32BE(9)]
    const [salt, key] = [bytes.subarray(13, 13 + length), bytes.subarray(13 + length)]
    return digest !== undefined && same(pbkdf2Sync(password, salt, rounds, key.length, digest), key)
  },
}

/** A token of a client that names the user and when it signed in, signed as hand-made sessions are. */
export function signToken(content) {
  const text = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${text}.${createHmac('sha256', 'a secret of this host').update(text).digest('base64url')}`
}

export function readToken(token) {
  const [text] = token.split('.')
  const content = JSON.parse(Buffer.from(text, 'base64url').toString())
  return signToken(content) === token ? content : undefined
}
