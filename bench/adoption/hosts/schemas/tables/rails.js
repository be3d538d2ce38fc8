import { startVerifier } from '../verifier.js'
import { oneTable } from './one-table.js'

/** Rails 8's own sign-in: bcrypt-ruby verifies; sessions are rows. */
export async function open(rows) {
  const ruby = startVerifier('bcrypt-ruby', ['/usr/bin/ruby', 'ruby.rb'])
  const now = () => new Date().toISOString().slice(0, 23)
  const table = oneTable(rows, {
    table: 'users',
    email: 'email_address',
    values: (email) => ({
      email_address: email.trim().toLowerCase(),
      created_at: now(),
      updated_at: now(),
    }),
    password: ({ hash }) => ({ password_digest: hash }),
    changed: () => ({ updated_at: now() }),
  })
  return {
    ...table,
    hash: async (password) => ({ hash: await ruby.hash(password, 12) }),
    verify: (password, user) => ruby.verify(password, user.password_digest),
    mayEnter: () => true,
    async openSession(user) {
      const [{ id }] = await rows(
        'insert into sessions (user_id, created_at, updated_at) values ($1, $2, $2) returning id',
        [user.id, now()],
      )
      return id
    },
    sessionLives: async (id) =>
      (await rows('select 1 from sessions where id = $1', [id])).length > 0,
    async delete(user) {
      await rows('delete from sessions where user_id = $1', [user.id])
      await table.delete(user)
    },
    end: () => ruby.end(),
  }
}
