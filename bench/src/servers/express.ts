import { createHash, randomBytes } from 'node:crypto'
import bcrypt from 'bcrypt'
import express from 'express'
import nodemailer from 'nodemailer'
import pg from 'pg'

/*
 * Password reset as common tutorials describe it: look up the user, store the token's SHA-256 in the user's row, send
 * the email within the request, hash the new password with bcrypt.
 */

const { PORT = '', DATABASE_URL = '', SMTP_URL = '' } = process.env
const db = new pg.Pool({ connectionString: DATABASE_URL })
const mailer = nodemailer.createTransport(`${SMTP_URL}?pool=true&maxConnections=4`)
const digest = (token: string) => createHash('sha256').update(token).digest('hex')
const done = {
  success: true,
  message: 'If an account with that email exists, a password reset link has been sent',
}

const app = express()
app.use(express.json())

app.get('/health', (_request, response) => void response.send('ok'))

app.post('/api/auth/forgot-password', async (request, response) => {
  const { rows } = await db.query('select id, email from users where email = $1', [
    request.body.email,
  ])
  const user = rows[0]
  if (!user) return void response.json(done)
  const token = randomBytes(32).toString('hex')
  await db.query('update users set reset_token = $1, reset_expires = $2 where id = $3', [
    digest(token),
    new Date(Date.now() + 3_600_000),
    user.id,
  ])
  const url = `https://app.example.com/reset-password?token=${token}`
  await mailer.sendMail({
    from: 'no-reply@example.com',
    to: user.email,
    subject: 'Reset your password',
    text: `Choose a new password: ${url}`,
    html: `<p>Choose a new password: <a href="${url}">${url}</a></p>`,
  })
  response.json(done)
})

app.get('/api/auth/verify-reset-token/:token', async (request, response) => {
  const user = await owner(request.params.token)
  if (!user) return void response.status(400).json({ success: false, message: 'Invalid token' })
  response.json({ success: true, message: 'Token is valid' })
})

app.post('/api/auth/reset-password/:token', async (request, response) => {
  const user = await owner(request.params.token)
  if (!user) return void response.status(400).json({ success: false, message: 'Invalid token' })
  const hash = await bcrypt.hash(request.body.password, 10)
  await db.query(
    'update users set password = $1, reset_token = null, reset_expires = null where id = $2',
    [hash, user.id],
  )
  response.json({ success: true, message: 'Password reset successful' })
})

app.post('/api/auth/login', async (request, response) => {
  const { email, password } = request.body
  const { rows } = await db.query('select id, password from users where email = $1', [email])
  if (!rows[0] || !(await bcrypt.compare(password, rows[0].password))) {
    return void response.status(401).json({ success: false })
  }
  response.json({ success: true })
})

async function owner(token: string): Promise<{ id: number } | undefined> {
  const { rows } = await db.query(
    'select id from users where reset_token = $1 and reset_expires > now()',
    [digest(token)],
  )
  return rows[0]
}

app.listen(Number(PORT), '127.0.0.1')
