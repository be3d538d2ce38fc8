import { createHash } from 'node:crypto'
import { readToken, signToken } from '../formats.js'
import { startVerifier } from '../verifier.js'
import { oneTable } from './one-table.js'

/** Symfony: its own hasher verifies; a session knows the hash of the user, as its security component compares it. */
export async function open(rows) {
  const php = startVerifier('symfony', ['/usr/bin/php', 'php.php'])
  const digest = (user) => createHash('sha256').update(user.password).digest('hex')
  return {
    ...oneTable(rows, {
      table: '"user"',
      values: (email) => ({ email, roles: '[]' }),
      password: ({ hash }) => ({ password: hash }),
    }),
    hash: async (password) => ({ hash: await php.hash(password, 10) }),
    verify: (password, user) => php.verify(password, user.password),
    mayEnter: () => true,
    openSession: async (user) => signToken({ id: user.id, hash: digest(user) }),
    async sessionLives(token) {
      const content = readToken(token)
      const [user] = await rows('select * from "user" where id = $1', [content?.id])
      return user !== undefined && digest(user) === content?.hash
    },
    end: () => php.end(),
  }
}
