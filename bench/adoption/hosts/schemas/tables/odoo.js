import { createHash } from 'node:crypto'
import { readToken, signToken } from '../formats.js'
import { startVerifier } from '../verifier.js'
import { oneTable } from './one-table.js'

/** Odoo: passlib verifies; the token of a session is computed from the hash. */
export async function open(rows) {
  const python = startVerifier('passlib', ['/usr/bin/python3', 'python.py'])
  const now = () => new Date().toISOString().slice(0, 23)
  const digest = (user) => createHash('sha256').update(user.password).digest('hex')
  const table = oneTable(rows, {
    table: 'res_users',
    email: 'login',
    values: () => ({}),
    password: ({ hash }) => ({ password: hash }),
    changed: () => ({ write_date: now() }),
  })
  return {
    ...table,
    async insert(email, { hash }) {
      const [partner] = await rows(
        'insert into res_partner (name, email, active) values ($1, $1, true) returning id',
        [email],
      )
      const [user] = await rows(
        `insert into res_users (login, password, partner_id, create_date, write_date)
         values ($1, $2, $3, $4, $4) returning id`,
        [email, hash, partner.id, now()],
      )
      return user.id
    },
    hash: async (password) => ({ hash: await python.hash(password, 25_000) }),
    verify: (password, user) => python.verify(password, user.password ?? ''),
    mayEnter: (user) => user.active,
    openSession: async (user) => signToken({ id: user.id, hash: digest(user) }),
    async sessionLives(token) {
      const content = readToken(token)
      const [user] = await rows('select * from res_users where id = $1', [content?.id])
      return user !== undefined && digest(user) === content?.hash
    },
    disable: (user) => table.update(user, { active: false }),
    end: () => python.end(),
  }
}
