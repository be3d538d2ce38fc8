/* Reads one command per line of standard input, and answers each with one line of JSON. */

import { createInterface } from 'node:readline'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { buildConfig, getPayload } from 'payload'

const idType = process.env.HOST_IDS ?? 'serial'
const payload = await getPayload({
  config: buildConfig({
    secret: 'a secret of this host',
    telemetry: false,
    logger: { options: { level: 'silent' } },
    typescript: { autoGenerate: false },
    // Its own schema, made by its own Drizzle.
    db: postgresAdapter({
      idType,
      pool: { connectionString: process.env.DATABASE_URL },
      push: true,
    }),
    collections: [
      {
        slug: 'users',
        auth: { useSessions: true },
        fields: [],
      },
    ],
  }),
})

async function person(email) {
  const { docs } = await payload.find({ collection: 'users', where: { email: { equals: email } } })
  if (!docs[0]) throw new Error(`No user ${email}`)
  return docs[0]
}

const commands = {
  prepare: async () => ({}),
  async addPeople({ people }) {
    const ids = []
    const first = new Map()
    for (const { email, password } of people) {
      const id = await add(email, password, first.get(password))
      if (!first.has(password)) first.set(password, id)
      ids.push(String(id))
    }
    return { ids }
  },
  async signIn({ email, password }) {
    try {
      const { token } = await payload.login({ collection: 'users', data: { email, password } })
      return { session: token }
    } catch (error) {
      return { refused: error.message }
    }
  },
  async isSignedIn({ session }) {
    const headers = new Headers({ authorization: `JWT ${session}` })
    return { signedIn: (await payload.auth({ headers })).user !== null }
  },
  async changePassword({ email, password }) {
    const { id } = await person(email)
    await payload.update({ collection: 'users', id, data: { password } })
    return {}
  },
  async changeEmail({ email, to }) {
    const { id } = await person(email)
    await payload.update({ collection: 'users', id, data: { email: to } })
    return {}
  },
  async delete({ email }) {
    await payload.delete({ collection: 'users', id: (await person(email)).id })
    return {}
  },
  async lock({ email }) {
    for (let tries = 0; tries < 21; tries++) {
      const { refused } = await commands.signIn({ email, password: 'not the password' })
      if (/locked/i.test(refused ?? '')) return { locked: true }
    }
    return { locked: false }
  },
  async ownResetToken({ email }) {
    const token = await payload.forgotPassword({
      collection: 'users',
      data: { email },
      disableEmail: true,
    })
    return { token }
  },
  async useOwnReset({ token, password }) {
    const data = { token, password }
    return payload.resetPassword({ collection: 'users', data, overrideAccess: true }).then(
      () => ({ accepted: true }),
      () => ({ accepted: false }),
    )
  },
}

/** PBKDF2 for each of a thousand people would take minutes: those with the same password share its columns. */
async function add(email, password, like) {
  if (like === undefined) {
    const { id } = await payload.create({ collection: 'users', data: { email, password } })
    return id
  }
  const { salt, hash } = await payload.db.findOne({
    collection: 'users',
    where: { id: { equals: like } },
  })
  const { id } = await payload.db.create({ collection: 'users', data: { email, salt, hash } })
  return id
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  const outcome = await commands[command.do](command).then(
    (ok) => ({ ok }),
    (error) => ({ error: String(error?.stack) }),
  )
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
await payload.destroy()
process.exit(0)
