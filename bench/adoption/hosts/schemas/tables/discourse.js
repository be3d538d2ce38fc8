import { randomBytes } from 'node:crypto'
import { discourse } from '../formats.js'

/** Discourse, by its tables: three of them hold what one user is. */
export async function open(rows) {
  return {
    hash: async (password) => discourse.hash(password),
    verify: async (password, user) =>
      user.password_hash !== null &&
      discourse.verify(password, {
        hash: user.password_hash,
        salt: user.password_salt,
        algorithm: user.password_algorithm,
      }),
    async insert(email, { hash, salt, algorithm }) {
      const name = `u${randomBytes(8).toString('hex')}`
      const [{ id }] = await rows(
        `insert into users (username, username_lower, created_at, updated_at, active, trust_level, approved)
         values ($1, $1, now(), now(), true, 1, true) returning id`,
        [name],
      )
      await rows(
        `insert into user_emails (user_id, email, "primary", created_at, updated_at) values ($1, $2, true, now(), now())`,
        [id, email.toLowerCase()],
      )
      await rows(
        `insert into user_passwords (user_id, password_hash, password_salt, password_algorithm, created_at, updated_at)
         values ($1, $2, $3, $4, now(), now())`,
        [id, hash, salt, algorithm],
      )
      return id
    },
    find: async (email) =>
      (
        await rows(
          `select u.*, p.password_hash, p.password_salt, p.password_algorithm from users u
           join user_emails e on e.user_id = u.id and e."primary"
           left join user_passwords p on p.user_id = u.id where lower(e.email) = lower($1)`,
          [email],
        )
      )[0],
    mayEnter: (user) =>
      user.active && (user.suspended_till === null || user.suspended_till < new Date()),
    async openSession(user) {
      const token = randomBytes(16).toString('hex')
      await rows(
        'insert into user_auth_tokens (user_id, auth_token, prev_auth_token, created_at, updated_at) values ($1, $2, $2, now(), now())',
        [user.id, token],
      )
      return token
    },
    sessionLives: async (token) =>
      (await rows('select 1 from user_auth_tokens where auth_token = $1', [token])).length > 0,
    setPassword: (user, { hash, salt, algorithm }) =>
      rows(
        `update user_passwords set password_hash = $2, password_salt = $3, password_algorithm = $4, updated_at = now()
         where user_id = $1`,
        [user.id, hash, salt, algorithm],
      ),
    setEmail: (user, email) =>
      rows('update user_emails set email = $2 where user_id = $1 and "primary"', [user.id, email]),
    disable: (user) => rows('update users set active = false where id = $1', [user.id]),
    async delete(user) {
      for (const table of ['user_emails', 'user_passwords', 'user_auth_tokens']) {
        await rows(`delete from ${table} where user_id = $1`, [user.id])
      }
      await rows('delete from users where id = $1', [user.id])
    },
  }
}
