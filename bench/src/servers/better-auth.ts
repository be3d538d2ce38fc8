import { createServer } from 'node:http'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import nodemailer from 'nodemailer'
import pg from 'pg'

/* better-auth with its defaults on PostgreSQL, rate limits off, email through Nodemailer's pool. */

const { PORT = '', DATABASE_URL = '', SMTP_URL = '' } = process.env
const mailer = nodemailer.createTransport(`${SMTP_URL}?pool=true&maxConnections=4`)
const options = {
  baseURL: `http://127.0.0.1:${PORT}`,
  secret: 'a-secret-for-the-benchmark-only-0123456789',
  database: new pg.Pool({ connectionString: DATABASE_URL }),
  emailAndPassword: {
    enabled: true,
    async sendResetPassword({ user, url }: { user: { email: string }; url: string }) {
      await mailer.sendMail({
        from: 'no-reply@example.com',
        to: user.email,
        subject: 'Reset your password',
        text: `Choose a new password: ${url}`,
        html: `<p>Choose a new password: <a href="${url}">${url}</a></p>`,
      })
    },
  },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
}
const auth = betterAuth(options)
if (process.argv[2] === 'migrate') {
  await (await getMigrations(options)).runMigrations()
  process.exit(0)
}
const handle = toNodeHandler(auth)
createServer((request, response) => {
  if (request.url === '/health') response.end('ok')
  else void handle(request, response)
}).listen(Number(PORT), '127.0.0.1')
