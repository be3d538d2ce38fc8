import { randomBytes } from 'node:crypto'
import { normalPassword } from '@latchkey/core'
import { createPasswordHasher } from '../../src/adapters/password-hasher.ts'
import { createSecrets } from '../../src/adapters/secrets.ts'
import { type House, oldPassword, openHouse } from '../kit/house.ts'
import { openPostOffice, type PostOffice } from '../kit/post-office.ts'
import type { Environment, ServerProcess } from '../kit/server-process.ts'

export const publicUrl = 'https://login.example.com'

/** What all cases share: two production servers over one PostgreSQL, behind a proxy on loopback. */
export type Corpus = {
  house: House
  servers: readonly [ServerProcess, ServerProcess]
  mail: PostOffice
  secrets: ReturnType<typeof createSecrets>
  oldHash: string
  /** One more server, for a case that wants other settings or wants to kill it. */
  start(settings: Environment): Promise<ServerProcess>
  /** The same with a database of its own. */
  apart(settings: Environment): Promise<Apart>
  close(): Promise<void>
}

export type Apart = { server: ServerProcess; databaseUrl: string }

export async function openCorpus(): Promise<Corpus> {
  const mail = await openPostOffice({
    refuses: (address) => (address.startsWith('bounce') ? 550 : undefined),
  })
  const secret = randomBytes(32).toString('base64')
  const house = await openHouse({
    NODE_ENV: 'production',
    LATCHKEY_SECRET: secret,
    PUBLIC_URL: publicUrl,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Latchkey <no-reply@login.example.com>',
    TRUST_PROXY: '127.0.0.0/8',
    RATE_LIMITS: 'on',
    // Hundreds of cases in a minute are more than any house sees.
    LIMIT_REQUESTS_IN_ALL: '1000000/1m',
    LIMIT_GUESSES_IN_ALL: '1000000/1h',
  })
  const servers = await Promise.all([house.start(), house.start()])
  const password = normalPassword(oldPassword)
  if (password === undefined) throw new Error('not a password')
  return {
    house,
    servers,
    mail,
    secrets: createSecrets([secret]),
    oldHash: await createPasswordHasher().hash(password),
    start: (settings) => house.start(settings),
    async apart(settings) {
      const { url = '', close } = await house.postgres.fresh()
      await close()
      return { server: await house.start({ DATABASE_URL: url, ...settings }), databaseUrl: url }
    },
    async close() {
      await house.close()
      await mail.close()
    },
  }
}
