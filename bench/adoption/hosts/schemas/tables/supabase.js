import { randomUUID } from 'node:crypto'
import { startVerifier } from '../verifier.js'

/** Supabase: Go's bcrypt verifies. Its refresh token is what lives; an access token of an hour lives on by itself. */
export async function open(rows) {
  const go = startVerifier('go-bcrypt', ['sh', 'go.sh'])
  return {
    hash: async (password) => ({ hash: await go.hash(password, 10) }),
    verify: (password, user) => go.verify(password, user.encrypted_password ?? ''),
    async insert(email, { hash }) {
      const id = randomUUID()
      await rows(
        `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
           confirmation_token, recovery_token, created_at, updated_at)
         values ('00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2, $3, now(), '', '', now(), now())`,
        [id, email.toLowerCase(), hash],
      )
      return id
    },
    find: async (email) =>
      (
        await rows(
          'select * from auth.users where lower(email) = lower($1) and not is_sso_user and deleted_at is null',
          [email],
        )
      )[0],
    mayEnter: (user) => user.banned_until === null || user.banned_until < new Date(),
    async openSession(user) {
      const [session, token] = [randomUUID(), randomUUID()]
      await rows('insert into auth.sessions (id, user_id, created_at) values ($1, $2, now())', [
        session,
        user.id,
      ])
      await rows(
        'insert into auth.refresh_tokens (token, user_id, revoked, session_id) values ($1, $2, false, $3)',
        [token, user.id, session],
      )
      return token
    },
    async sessionLives(token) {
      const found = await rows(
        'select 1 from auth.refresh_tokens join auth.sessions s on s.id = session_id where token = $1 and not revoked',
        [token],
      )
      return found.length > 0
    },
    setPassword: (user, { hash }) =>
      rows('update auth.users set encrypted_password = $2, updated_at = now() where id = $1', [
        user.id,
        hash,
      ]),
    setEmail: (user, email) =>
      rows('update auth.users set email = $2 where id = $1', [user.id, email]),
    disable: (user) =>
      rows(`update auth.users set banned_until = now() + interval '1 year' where id = $1`, [
        user.id,
      ]),
    delete: (user) => rows('delete from auth.users where id = $1', [user.id]),
    end: () => go.end(),
  }
}
