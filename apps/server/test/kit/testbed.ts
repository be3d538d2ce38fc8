import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlClient, openTestPostgres } from '@latchkey/db/testing'
import { openPostOffice } from './post-office.ts'
import { type Environment, runCommand, type ServerProcess, startServer } from './server-process.ts'

export const oldPassword = 'the old password of before'
export const newPassword = 'a wholly new password now'

/**
 * PostgreSQL, a mail server, and as many servers over them as a story needs. Limits are off unless the story is
 * about them: its calls all come from one address.
 */
export async function openTestbed(settings: Environment = {}) {
  const postgres = await openTestPostgres()
  const { url, close } = await postgres.fresh()
  await close()
  const postOffice = await openPostOffice()
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-testbed-'))
  const environment: Environment = {
    DATABASE_URL: url ?? '',
    DATA_DIR: dataDir,
    LATCHKEY_SECRET: randomBytes(32).toString('base64'),
    SMTP_URL: postOffice.url,
    PUBLIC_URL: 'http://localhost:3000',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'debug',
    ...settings,
  }
  const servers: ServerProcess[] = []
  const sql = await openSqlClient(url ?? '')
  return {
    environment,
    postOffice,
    postgres,
    async start(more: Environment = {}, program?: string): Promise<ServerProcess> {
      const server = await startServer({ ...environment, ...more }, { program })
      servers.push(server)
      return server
    },
    /** Adds an account whose password is `oldPassword`. */
    async addAccount(email: string): Promise<void> {
      const args = ['user', 'add', email, '--password-stdin']
      const { code, errors } = await runCommand(args, environment, oldPassword)
      if (code !== 0) throw new Error(errors)
    },
    rows: sql.rows,
    async close() {
      await Promise.all(servers.map((server) => server.kill('SIGTERM')))
      await sql.close()
      await postOffice.close()
      await postgres.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type Testbed = Awaited<ReturnType<typeof openTestbed>>
