import { readToken, signToken } from '../formats.js'
import { startVerifier } from '../verifier.js'
import { epochOf } from './jhipster.js'
import { oneTable } from './one-table.js'

/** Auth.js with credentials: npm's bcryptjs verifies; the session is a token whose callback compares our epoch. */
export async function open(rows) {
  const npm = startVerifier('bcryptjs', [process.execPath, 'npm/main.js'])
  return {
    ...oneTable(rows, {
      table: 'users',
      values: (email) => ({ name: 'A person', email }),
      password: ({ hash }) => ({ password: hash }),
    }),
    hash: async (password) => ({ hash: await npm.hash(password, 10) }),
    verify: (password, user) => npm.verify(password, user.password ?? ''),
    mayEnter: () => true,
    openSession: async (user) => signToken({ id: user.id, epoch: await epochOf(rows, user.id) }),
    async sessionLives(token) {
      const content = readToken(token)
      return content !== undefined && content.epoch === (await epochOf(rows, content.id))
    },
    end: () => npm.end(),
  }
}
