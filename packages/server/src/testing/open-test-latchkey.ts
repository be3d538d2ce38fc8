import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailboxFor } from '../compose/compose-worker.ts'
import { CARRIED, type Carried } from '../instance/carried.ts'
import { createLatchkey } from '../instance/create-latchkey.ts'
import type { Latchkey } from '../instance/latchkey.ts'
import type { LatchkeyOptions } from '../options/options.ts'
import { readOptions } from '../options/read-options.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { createTestMailbox, type TestMailbox } from './mailbox.ts'

/** A Latchkey for one test, and what the test needs besides. */
export type TestLatchkey = {
  latchkey: Latchkey
  mailbox: TestMailbox
  clock: TestClock
  /** Adds an account of Latchkey's own. Default password: {@link testPassword}. */
  addAccount(email: string, password?: string): Promise<void>
  close(): Promise<void>
}

/** The password of an account that was added without one. */
export const testPassword = 'three green kettles on a hill'

/**
 * A whole Latchkey for a test: a database in memory, a mailbox, and a worker that sends. Every option can be replaced.
 */
export async function openTestLatchkey(
  changes: Partial<LatchkeyOptions> = {},
): Promise<TestLatchkey> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  const options: LatchkeyOptions = {
    database: { embedded: ':memory:' },
    secret: randomBytes(32).toString('base64'),
    mail: { mailbox: folder, from: 'Example <no-reply@example.test>' },
    pages: {
      reset: 'https://app.example.test/reset#token={token}',
      signIn: 'https://app.example.test/login',
    },
    log: false,
    ...changes,
  }
  const latchkey = createLatchkey(options)
  const { config } = readOptions(options, { production: false }, [])
  await latchkey.ready()
  const { open } = (latchkey as Latchkey & { [CARRIED]: Carried })[CARRIED]
  return {
    latchkey,
    mailbox: createTestMailbox(mailboxFor(config)),
    clock: createTestClock(async () => (await open()).database),
    async addAccount(email, password = testPassword) {
      const added = await latchkey.addAccount({ email, password })
      if (added.status !== 'added') throw new Error(`${email}: ${JSON.stringify(added)}`)
    },
    async close() {
      await latchkey.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
