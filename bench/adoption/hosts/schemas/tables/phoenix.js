import { startVerifier } from '../verifier.js'
import { oneTable, sessionRows } from './one-table.js'

/** Phoenix: npm's bcrypt stands for Elixir's, which no package has. */
export async function open(rows) {
  const npm = startVerifier('bcrypt', [process.execPath, 'npm/main.js'])
  const now = () => new Date().toISOString().slice(0, 19)
  const sessions = sessionRows(rows, {
    table: 'users_tokens',
    token: 'token',
    user: 'user_id',
    values: () => ({ context: 'session', inserted_at: now() }),
  })
  return {
    ...oneTable(rows, {
      table: 'users',
      values: (email) => ({ email, inserted_at: now(), updated_at: now() }),
      password: ({ hash }) => ({ hashed_password: hash }),
      changed: () => ({ updated_at: now() }),
    }),
    hash: async (password) => ({ hash: await npm.hash(password, 12) }),
    verify: (password, user) => npm.verify(password, user.hashed_password ?? ''),
    mayEnter: () => true,
    openSession: (user) => sessions.openSession(user.id),
    sessionLives: sessions.sessionLives,
    end: () => npm.end(),
  }
}
