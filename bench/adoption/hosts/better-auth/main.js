/* Reads one command per line of standard input, and answers each with one line of JSON. */

import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { admin } from 'better-auth/plugins'
import pg from 'pg'

const { DATABASE_URL, HOST_IDS, HOST_COOKIE_CACHE, HOST_SCHEMA = 'public' } = process.env
const pool = new pg.Pool({
  connectionString: DATABASE_URL,
  max: 5,
  options: `-c search_path=${HOST_SCHEMA}`,
})
const server = createServer((request, response) => void answer(request, response))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const options = {
  baseURL: origin,
  secret: 'a secret of this host, long enough for it',
  database: pool,
  emailAndPassword: {
    enabled: true,
    sendResetPassword: async ({ token }) => void ownTokens.push(token),
  },
  session: { cookieCache: { enabled: HOST_COOKIE_CACHE === 'on', maxAge: 3 } },
  advanced: { database: HOST_IDS === undefined ? {} : { generateId: HOST_IDS } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  plugins: [admin()],
}
const ownTokens = []
const auth = betterAuth(options)
const answer = toNodeHandler(auth)
const { internalAdapter, password: passwords } = await auth.$context

async function call(path, body, cookie) {
  const response = await fetch(`${origin}/api/auth${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      origin,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookie && { cookie }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const cookies = response.headers.getSetCookie().map((one) => one.split(';')[0])
  return { status: response.status, body: await response.json().catch(() => null), cookies }
}

async function person(email) {
  const found = await internalAdapter.findUserByEmail(email)
  if (!found) throw new Error(`No user ${email}`)
  return found.user
}

const commands = {
  async prepare() {
    await pool.query(`create schema if not exists ${HOST_SCHEMA}`)
    const { runMigrations } = await getMigrations(options)
    await runMigrations()
    return {}
  },
  async addPeople({ people }) {
    const hashes = new Map()
    const ids = []
    for (const { email, password } of people) {
      // One hash for each password: scrypt for each of a thousand would take minutes.
      if (!hashes.has(password)) hashes.set(password, await passwords.hash(password))
      const user = await internalAdapter.createUser({
        email,
        name: 'A person',
        emailVerified: true,
      })
      await internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: hashes.get(password),
      })
      ids.push(String(user.id))
    }
    return { ids }
  },
  /** Somebody who signs in elsewhere and has no password here. */
  async addSocialPerson({ email }) {
    const user = await internalAdapter.createUser({ email, name: 'A person', emailVerified: true })
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'github',
      accountId: `gh-${user.id}`,
    })
    return { id: String(user.id) }
  },
  async signUp({ email, password }) {
    return { status: (await call('/sign-up/email', { email, password, name: 'A person' })).status }
  },
  async signIn({ email, password }) {
    const { status, body, cookies } = await call('/sign-in/email', { email, password })
    return status === 200 ? { session: cookies } : { refused: body?.code ?? String(status) }
  },
  async isSignedIn({ session }) {
    const { body } = await call('/get-session', undefined, session.join('; '))
    return { signedIn: body !== null && body.user !== undefined }
  },
  async changePassword({ email, password }) {
    const user = await person(email)
    await internalAdapter.updatePassword(user.id, await passwords.hash(password))
    return {}
  },
  async changeEmail({ email, to }) {
    await internalAdapter.updateUser((await person(email)).id, { email: to })
    return {}
  },
  async disable({ email }) {
    await internalAdapter.updateUser((await person(email)).id, { banned: true })
    return {}
  },
  async delete({ email }) {
    const user = await person(email)
    await internalAdapter.deleteUser(user.id)
    return {}
  },
  async ownResetToken({ email }) {
    await call('/request-password-reset', { email, redirectTo: '/' })
    return { token: ownTokens.at(-1) ?? '' }
  },
  async useOwnReset({ token, password }) {
    const { status } = await call('/reset-password', { token, newPassword: password })
    return { accepted: status === 200 }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  const outcome = await commands[command.do](command).then(
    (ok) => ({ ok }),
    (error) => ({ error: String(error) }),
  )
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
server.close()
server.closeAllConnections()
await pool.end()
