import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '@latchkey/db/testing'
import { createPool, type Pool } from 'mysql2/promise'

const run = promisify(execFile)

/** Debian's package puts the server into a folder that is not on everybody's path. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin']
const find = (name: string) =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
const server = find('mariadbd')
const installer = find('mariadb-install-db')

/** Whether tests that need MariaDB are left out because it is not installed. Never in CI: there, they fail. */
export const withoutMariadb = server === undefined && !process.env.CI

/** A MariaDB of our own on a free port of 127.0.0.1, with an empty database `app`. */
export async function startMariadb(): Promise<{ pool: Pool; stop(): Promise<void> }> {
  if (!server || !installer) {
    throw new Error('MariaDB is not installed. Debian: apt-get install mariadb-server')
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mariadb-'))
  const isRoot = process.getuid?.() === 0
  if (isRoot) chmodSync(folder, 0o777)
  const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`]
  const user = isRoot ? ['--user=nobody'] : []
  await run(installer, [
    ...common,
    ...user,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  const port = await freePort()
  const child = spawn(
    server,
    [
      ...common,
      ...user,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
    ],
    { stdio: 'ignore' },
  )
  const connection = { host: '127.0.0.1', port, user: 'root' }
  const pool = createPool({ ...connection, database: 'app', connectionLimit: 8 })
  await untilItAnswers(connection, child)
  return {
    pool,
    async stop() {
      await pool.end()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilItAnswers(
  connection: { host: string; port: number; user: string },
  child: ChildProcess,
): Promise<void> {
  for (let tries = 0; tries < 2_400; tries += 1) {
    if (child.exitCode !== null) throw new Error('MariaDB ended')
    const first = createPool({ ...connection, connectionLimit: 1 })
    try {
      await first.query('create database app character set utf8mb4')
      return
    } catch {
      await sleep(50)
    } finally {
      await first.end()
    }
  }
  throw new Error('MariaDB did not answer within two minutes')
}
