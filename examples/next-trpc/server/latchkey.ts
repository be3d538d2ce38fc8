import { createLatchkey } from '@latchkey/server'

const { DATABASE_URL, LATCHKEY_SECRET, SMTP_URL, MAIL_FROM } = process.env
const origin = process.env.ORIGIN ?? 'http://localhost:3000'

/** This module does nothing else, because the worker imports it too. */
export const latchkey = createLatchkey({
  module: import.meta.url,
  database: DATABASE_URL,
  secret: LATCHKEY_SECRET,
  // The users of this application. `latchkey adopt` proposes such a map for tables that exist.
  accounts: {
    users: { table: 'public.users', id: 'id', email: 'email', match: 'lower' },
    password: { columns: { hash: 'password_hash' }, write: 'argon2id' },
    onChange: { updated_at: 'now' },
    sessions: [{ delete: 'public.sessions', by: 'user_id' }],
  },
  mail: SMTP_URL ? { smtp: SMTP_URL, from: MAIL_FROM } : { mailbox: './mail' },
  pages: { reset: `${origin}/recover#token={token}`, signIn: `${origin}/` },
})
