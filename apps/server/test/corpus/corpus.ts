import { randomBytes } from 'node:crypto'
import { normalPassword } from '@latchkey/core'
import { createSecrets } from '@latchkey/server/parts'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { openPostOffice, type PostOffice } from '../kit/post-office.ts'
import type { Environment, ServerProcess } from '../kit/server-process.ts'
import { oldPassword, openTestbed, type Testbed } from '../kit/testbed.ts'

export const publicUrl = 'https://login.example.com'

/** Shared by all cases: two production servers on one PostgreSQL, behind a proxy on loopback. */
export type Corpus = {
  testbed: Testbed
  servers: readonly [ServerProcess, ServerProcess]
  mail: PostOffice
  secrets: ReturnType<typeof createSecrets>
  oldHash: string
  /** Another server, for a case that needs other settings or kills it. */
  start(settings: Environment): Promise<ServerProcess>
  /** The same with its own database. */
  apart(settings: Environment): Promise<Apart>
  close(): Promise<void>
}

export type Apart = { server: ServerProcess; databaseUrl: string }

export async function openCorpus(): Promise<Corpus> {
  const mail = await openPostOffice({
    refuses: (address) => (address.startsWith('bounce') ? 550 : undefined),
  })
  const secret = randomBytes(32).toString('base64')
  const testbed = await openTestbed({
    NODE_ENV: 'production',
    // No load balancer waits for the end of these.
    DRAIN_SECONDS: '0',
    LATCHKEY_SECRET: secret,
    PUBLIC_URL: publicUrl,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Latchkey <no-reply@login.example.com>',
    TRUST_PROXY: '127.0.0.0/8',
    RATE_LIMITS: 'on',
    // Hundreds of cases a minute would exceed the global limits, and a few calls should reach that of a client.
    LIMIT_REQUESTS_IN_ALL: '1000000/1m',
    // Hours, which do not pass while a busy machine works on a case.
    LIMIT_REQUESTS_PER_CLIENT: '5/1h',
    LIMIT_MAILS_PER_ADDRESS: '1/1h,5/8h,10/7d',
    LIMIT_GUESSES_IN_ALL: '1000000/1h',
  })
  const servers = await Promise.all([testbed.start(), testbed.start()])
  const password = normalPassword(oldPassword)
  if (password === undefined) throw new Error('not a password')
  return {
    testbed,
    servers,
    mail,
    secrets: createSecrets([secret]),
    oldHash: await createPasswordHasher(await loadArgon2Engine()).hash(password),
    start: (settings) => testbed.start(settings),
    async apart(settings) {
      const { url = '', close } = await testbed.postgres.fresh()
      await close()
      return { server: await testbed.start({ DATABASE_URL: url, ...settings }), databaseUrl: url }
    },
    async close() {
      await testbed.close()
      await mail.close()
    },
  }
}
