import { randomBytes } from 'node:crypto'
import { readToken, signToken } from '../formats.js'
import { startVerifier } from '../verifier.js'
import { epochOf } from './jhipster.js'

/** Medusa: npm's scrypt-kdf, which it uses, verifies; the session is a signed token. */
export async function open(rows) {
  const npm = startVerifier('medusa', [process.execPath, 'npm/main.js'])
  const setMetadata = (user, hash) =>
    rows(
      `update provider_identity set updated_at = now(),
         provider_metadata = provider_metadata || jsonb_build_object('password', $2::text) where id = $1`,
      [user.id, hash],
    )
  return {
    hash: async (password) => ({ hash: await npm.hash(password) }),
    verify: (password, user) => npm.verify(password, user.provider_metadata?.password ?? ''),
    async insert(email, { hash }) {
      const [id, identity] = [`provid_${newId()}`, `authid_${newId()}`]
      await rows('insert into auth_identity (id) values ($1)', [identity])
      await rows(
        `insert into provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
         values ($1, $2, 'emailpass', $3, $4)`,
        [id, email, identity, { password: hash, other: 'stays' }],
      )
      return id
    },
    find: async (email) =>
      (
        await rows(
          `select * from provider_identity where lower(entity_id) = lower($1) and provider = 'emailpass' and deleted_at is null`,
          [email],
        )
      )[0],
    mayEnter: () => true,
    openSession: async (user) => signToken({ id: user.id, epoch: await epochOf(rows, user.id) }),
    async sessionLives(token) {
      const content = readToken(token)
      return content !== undefined && content.epoch === (await epochOf(rows, content.id))
    },
    setPassword: (user, { hash }) => setMetadata(user, hash),
    setEmail: (user, email) =>
      rows('update provider_identity set entity_id = $2 where id = $1', [user.id, email]),
    disable: (user) =>
      rows('update provider_identity set deleted_at = now() where id = $1', [user.id]),
    delete: (user) => rows('delete from provider_identity where id = $1', [user.id]),
    end: () => npm.end(),
  }
}

const newId = () => randomBytes(13).toString('hex').toUpperCase()
