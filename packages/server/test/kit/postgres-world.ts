import { randomBytes } from 'node:crypto'
import { openTestPostgres } from '@latchkey/db/testing'
import { createLatchkey, type Latchkey, type LatchkeyOptions } from '@latchkey/server'
import { openMailServer, type ReceivedEmail } from './mail-server.ts'

export const oldPassword = 'three green kettles on a hill'
export const newPassword = 'seven blue lanterns by the sea'

/** A real PostgreSQL and a real mail server, and instances over them. */
export async function openWorld() {
  const postgres = await openTestPostgres()
  const mail = await openMailServer()
  const opened: Latchkey[] = []
  const options = async (): Promise<LatchkeyOptions> => ({
    database: await postgres.empty(),
    secret: randomBytes(32).toString('base64'),
    mail: { smtp: mail.url, from: 'Example <no-reply@example.test>' },
    pages: {
      reset: 'https://app.example.test/reset#token={token}',
      signIn: 'https://app.example.test/login',
    },
    log: false,
  })
  return {
    mail,
    options,
    /** An instance with a database of its own, unless the changes name one. */
    async open(changes: Partial<LatchkeyOptions> = {}): Promise<Latchkey> {
      const latchkey = createLatchkey({ ...(await options()), ...changes })
      opened.push(latchkey)
      return latchkey
    },
    async addAccount(latchkey: Latchkey, email: string): Promise<void> {
      const added = await latchkey.addAccount({ email, password: oldPassword })
      if (added.status !== 'added') throw new Error(JSON.stringify(added))
    },
    async close(): Promise<void> {
      await Promise.all(opened.map((one) => one.close()))
      await mail.close()
      await postgres.close()
    },
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
export type { ReceivedEmail }
