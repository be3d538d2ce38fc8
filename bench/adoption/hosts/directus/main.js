/* Reads one command per line of standard input, and answers each with one line of JSON. */

import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const address = new URL(process.env.DATABASE_URL)
const pool = new pg.Pool({ connectionString: address.href, max: 2 })
const port = await freePort()
const origin = `http://127.0.0.1:${port}`
const token = 'the-token-of-the-first-user'
const environment = {
  PATH: process.env.PATH,
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: origin,
  DB_CLIENT: 'pg',
  DB_HOST: address.hostname,
  DB_PORT: address.port,
  DB_DATABASE: address.pathname.slice(1),
  DB_USER: address.username,
  DB_PASSWORD: address.password || 'none',
  SECRET: 'a secret of this host, long enough for it',
  ADMIN_EMAIL: 'admin@example.net',
  ADMIN_PASSWORD: 'the password of the first user',
  ADMIN_TOKEN: token,
  LOGIN_STALL_TIME: '0',
  TELEMETRY: 'false',
  LOG_LEVEL: 'error',
}
let server

function directus(command) {
  return spawn(
    process.execPath,
    ['--import', module('./without-sandbox.js'), module('./node_modules/directus/cli.js'), command],
    { cwd: process.env.HOST_FOLDER, env: environment, stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

function module(path) {
  return fileURLToPath(new URL(path, import.meta.url))
}

async function call(method, path, { body, headers = { authorization: `Bearer ${token}` } } = {}) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const content = text.startsWith('{') ? JSON.parse(text) : {}
  return { ok: response.ok, status: response.status, content, response }
}

async function mustCall(method, path, options) {
  const answer = await call(method, path, options)
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer.content)}`)
  return answer.content.data
}

async function idOf(email) {
  const filter = encodeURIComponent(JSON.stringify({ email: { _eq: email } }))
  const [user] = await mustCall('GET', `/users?fields=id&filter=${filter}`)
  if (!user) throw new Error(`No user ${email}`)
  return user.id
}

const commands = {
  async prepare() {
    const bootstrap = directus('bootstrap')
    const code = await new Promise((resolve) => bootstrap.once('exit', resolve))
    if (code !== 0) throw new Error(`bootstrap ended with ${code}`)
    server = directus('start')
    for (let tries = 0; tries < 600; tries++) {
      const answer = await fetch(`${origin}/server/ping`).catch(() => undefined)
      if (answer?.ok) return {}
      await sleep(100)
    }
    throw new Error('it did not start')
  },
  async addPeople({ people }) {
    const users = []
    const first = new Map()
    for (const { email, password } of people) {
      users.push({ email, ...(!first.has(password) && { password }), status: 'active' })
      if (!first.has(password)) first.set(password, email)
    }
    const made = await mustCall('POST', '/users?limit=-1', { body: users })
    // One hash for each password: argon2 for each of a thousand people would take minutes.
    for (const [nth, { password }] of people.entries()) {
      await pool.query(
        `update directus_users set password = (select password from directus_users where email = $2)
         where id = $1 and password is null`,
        [made[nth].id, first.get(password).toLowerCase()],
      )
    }
    return { ids: made.map(({ id }) => id) }
  },
  async signIn({ email, password }) {
    const { ok, content, response } = await call('POST', '/auth/login', {
      body: { email, password, mode: 'session' },
      headers: {},
    })
    if (!ok) return { refused: content.errors?.[0]?.extensions?.code ?? 'refused' }
    return { session: response.headers.getSetCookie().map((one) => one.split(';')[0]) }
  },
  async isSignedIn({ session }) {
    const headers = { cookie: session.join('; ') }
    return { signedIn: (await call('GET', '/users/me?fields=id', { headers })).ok }
  },
  async changePassword({ email, password }) {
    await mustCall('PATCH', `/users/${await idOf(email)}`, { body: { password } })
    return {}
  },
  async changeEmail({ email, to }) {
    await mustCall('PATCH', `/users/${await idOf(email)}`, { body: { email: to } })
    return {}
  },
  async disable({ email }) {
    await mustCall('PATCH', `/users/${await idOf(email)}`, { body: { status: 'suspended' } })
    return {}
  },
  async delete({ email }) {
    await mustCall('DELETE', `/users/${await idOf(email)}`)
    return {}
  },
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  const outcome = await commands[command.do](command).then(
    (ok) => ({ ok }),
    (error) => ({ error: String(error?.stack) }),
  )
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
server?.kill('SIGTERM')
await pool.end()
