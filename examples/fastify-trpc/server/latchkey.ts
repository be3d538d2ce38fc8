import { createLatchkey } from '@latchkey/server'

const { DATABASE_URL, LATCHKEY_SECRET, SMTP_URL, MAIL_FROM } = process.env

/** Where people reach this server. */
export const origin = process.env.ORIGIN ?? 'http://localhost:3000'

/** This module does nothing else, because the worker imports it too. */
export const latchkey = createLatchkey({
  module: import.meta.url,
  database: DATABASE_URL ?? { embedded: './.latchkey' },
  secret: LATCHKEY_SECRET,
  mail: SMTP_URL ? { smtp: SMTP_URL, from: MAIL_FROM } : { mailbox: './mail' },
  pages: { reset: `${origin}/recover#token={token}`, signIn: `${origin}/` },
})
