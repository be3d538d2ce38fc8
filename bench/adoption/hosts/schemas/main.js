/* Reads one command per line of standard input, and answers each with one line of JSON. HOST_TABLES names the tables. */

import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import pg from 'pg'

const name = process.env.HOST_TABLES ?? ''
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 })
const rows = async (sql, values = []) => (await pool.query(sql, values)).rows
const tables = await (await import(`./tables/${name}.js`)).open(rows)

async function person(email) {
  const found = await tables.find(email)
  if (!found) throw new Error(`No user ${email}`)
  return found
}

const commands = {
  async prepare() {
    await pool.query(await readFile(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8'))
    return {}
  },
  async addPeople({ people }) {
    const stored = new Map()
    const ids = []
    for (const { email, password } of people) {
      // One hash for each password: one for each of a thousand people would take minutes.
      if (!stored.has(password)) stored.set(password, await tables.hash(password))
      ids.push(String(await tables.insert(email, stored.get(password))))
    }
    return { ids }
  },
  async signIn({ email, password }) {
    const user = await tables.find(email)
    if (!user || !tables.mayEnter(user)) return { refused: 'no such user' }
    if (!(await tables.verify(password, user))) return { refused: 'another password' }
    return { session: await tables.openSession(user) }
  },
  isSignedIn: async ({ session }) => ({ signedIn: await tables.sessionLives(session) }),
  async changePassword({ email, password }) {
    await tables.setPassword(await person(email), await tables.hash(password))
    return {}
  },
  async changeEmail({ email, to }) {
    await tables.setEmail(await person(email), to)
    return {}
  },
  async disable({ email }) {
    await tables.disable(await person(email))
    return {}
  },
  async delete({ email }) {
    await tables.delete(await person(email))
    return {}
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  const outcome = await commands[command.do](command).then(
    (ok) => ({ ok }),
    (error) => ({ error: String(error?.stack) }),
  )
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
tables.end?.()
await pool.end()
