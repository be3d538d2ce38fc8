import { createLatchkey } from '@latchkey/server'

/* The module of an application, which a thread or a process imports too. Its options come from the environment. */

const { WORLD_DATABASE, WORLD_SECRET = '', WORLD_SMTP } = process.env

export const latchkey = createLatchkey({
  module: import.meta.url,
  database: WORLD_DATABASE,
  secret: WORLD_SECRET,
  mail: { smtp: WORLD_SMTP, from: 'Example <no-reply@example.test>' },
  pages: {
    reset: 'https://app.example.test/reset#token={token}',
    signIn: 'https://app.example.test/login',
  },
  worker: process.env.WORLD_WORKER === 'thread' ? 'thread' : 'elsewhere',
  log: false,
})
