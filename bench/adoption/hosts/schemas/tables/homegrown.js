import { startVerifier } from '../verifier.js'
import { oneTable, sessionRows } from './one-table.js'

/** An application with tables of its own: Werkzeug verifies. */
export async function open(rows) {
  const python = startVerifier('werkzeug', ['/usr/bin/python3', 'python.py'])
  const sessions = sessionRows(rows, {
    table: 'crm.login_token',
    token: 'token_value',
    user: 'member_no',
  })
  const table = oneTable(rows, {
    table: 'crm.member',
    id: 'member_no',
    email: 'mail_address',
    values: (email) => ({ full_name: 'A person', mail_address: email }),
    password: ({ hash }) => ({ pw: hash }),
  })
  return {
    ...table,
    hash: async (password) => ({ hash: await python.hash(password, 260_000) }),
    verify: (password, user) => python.verify(password, user.pw ?? ''),
    mayEnter: (user) => !user.is_blocked,
    openSession: (user) => sessions.openSession(user.member_no),
    sessionLives: sessions.sessionLives,
    disable: (user) => table.update(user, { is_blocked: true }),
    end: () => python.end(),
  }
}
