import { randomBytes } from 'node:crypto'
import { mattermost } from '../formats.js'
import { oneTable } from './one-table.js'

/** Mattermost, by its tables. */
export async function open(rows) {
  const newId = () => randomBytes(13).toString('hex')
  const table = oneTable(rows, {
    table: 'users',
    values: (email) => ({
      id: newId(),
      createat: Date.now(),
      updateat: Date.now(),
      deleteat: 0,
      username: email.toLowerCase().replace('@', '.').slice(0, 64),
      email: email.toLowerCase(),
      emailverified: true,
      authservice: '',
      roles: 'system_user',
      failedattempts: 0,
      locale: 'en',
      mfaactive: false,
      lastpasswordupdate: Date.now(),
    }),
    password: ({ hash }) => ({ password: hash }),
    changed: () => ({ lastpasswordupdate: Date.now(), updateat: Date.now() }),
  })
  return {
    ...table,
    hash: async (password) => mattermost.hash(password),
    verify: async (password, user) => mattermost.verify(password, { hash: user.password }),
    mayEnter: (user) => user.deleteat === '0',
    async openSession(user) {
      const token = newId()
      await rows('insert into sessions (id, token, userid, createat) values ($1, $2, $3, $4)', [
        newId(),
        token,
        user.id,
        Date.now(),
      ])
      return token
    },
    sessionLives: async (token) =>
      (await rows('select 1 from sessions where token = $1', [token])).length > 0,
    disable: (user) => table.update(user, { deleteat: Date.now() }),
  }
}
