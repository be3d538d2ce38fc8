import { randomBytes, scryptSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { freePort } from '@latchkey/db/testing'
import { type AccountHost, accountHandler, type HostAccount } from '@latchkey/server/accounts'
import type { ResultSetHeader, RowDataPacket } from 'mysql2'
import { startMariadb } from './mariadb.ts'

const tables = [
  `create table people (id bigint unsigned auto_increment primary key, email varchar(255) not null unique,
    password_hash varchar(255), version int not null default 1, alive boolean not null default true)`,
  'create table sessions (id varchar(32) primary key, person_id bigint unsigned not null)',
  `create table latchkey_changes (id char(36) primary key, state varchar(10) not null,
    at timestamp not null default current_timestamp)`,
]

type Person = RowDataPacket & {
  id: number
  email: string
  password_hash: string | null
  version: number
  alive: number
}

export const hashOf = (password: string, salt = randomBytes(8).toString('hex')) =>
  `${salt}:${scryptSync(password, salt, 32, { N: 1024 }).toString('hex')}`

/** What happens to the next call of this name, once. It returns `false` if the call ends there. */
type Fault = (request: IncomingMessage, response: ServerResponse) => Promise<boolean> | boolean
/** The same after the application has done its work and before it answers. */
type After = () => Promise<void> | void

/** An application with its users in MariaDB, which answers the four calls with the handler of ours. */
export async function openApplicationElsewhere(secret: string) {
  const mariadb = await startMariadb()
  const { pool } = mariadb
  for (const table of tables) await pool.query(table)

  const asAccount = ({ id, email, password_hash, version, alive }: Person): HostAccount => ({
    ...{ id, email, version, alive: alive === 1, hasPassword: password_hash !== null },
  })
  const after: Partial<Record<string, After>> = {}
  const host: AccountHost = {
    async lookup(addresses) {
      if (addresses.length === 0) return []
      const [rows] = await pool.query<Person[]>('select * from people where lower(email) in (?)', [
        addresses,
      ])
      return rows.map(asAccount)
    },
    async look(id) {
      const [rows] = await pool.query<Person[]>('select * from people where id = ?', [id])
      return rows[0] && asAccount(rows[0])
    },
    async change({ changeId, id, ifVersion, password }) {
      const hash = hashOf(password)
      const connection = await pool.getConnection()
      try {
        await connection.beginTransaction()
        const [remembered] = await connection.query<ResultSetHeader>(
          `insert ignore into latchkey_changes (id, state) values (?, 'changed')`,
          [changeId],
        )
        const [changed] = await connection.query<ResultSetHeader>(
          'update people set password_hash = ?, version = version + 1 where id = ? and version = ?',
          [hash, id, ifVersion],
        )
        if (remembered.affectedRows === 0 || changed.affectedRows === 0) {
          await connection.rollback()
          return (await host.look(id)) ? 'stale' : 'unknown'
        }
        await connection.query('delete from sessions where person_id = ?', [id])
        await connection.commit()
      } finally {
        connection.release()
      }
      const then = after.change
      delete after.change
      await then?.()
      return 'changed'
    },
    async settled(changeId) {
      await pool.query(`insert ignore into latchkey_changes (id, state) values (?, 'refused')`, [
        changeId,
      ])
      const [rows] = await pool.query<RowDataPacket[]>(
        'select state from latchkey_changes where id = ?',
        [changeId],
      )
      return rows[0]?.state === 'changed' ? 'changed' : 'unknown'
    },
  }

  const faults: Partial<Record<string, Fault>> = {}
  const handle = accountHandler({ host, secrets: [secret] })
  const port = await freePort()
  const open = () => {
    const listening = createServer(async (request, response) => {
      const name = request.url?.split('/').at(-1) ?? ''
      const fault = faults[name]
      delete faults[name]
      if (fault && !(await fault(request, response))) return
      await handle(request, response)
    })
    return new Promise<typeof listening>((resolve) => {
      listening.listen(port, '127.0.0.1', () => resolve(listening))
    })
  }
  let listening = await open()
  const closeServer = () => {
    listening.closeAllConnections()
    return new Promise<void>((resolve) => listening.close(() => resolve()))
  }
  return {
    url: `http://127.0.0.1:${port}/latchkey`,
    faults,
    after,
    goAway: closeServer,
    async comeBack() {
      listening = await open()
    },
    async addPerson(email: string, password: string | null = 'the old password of before') {
      const [{ insertId }] = await pool.query<ResultSetHeader>(
        'insert into people (email, password_hash) values (?, ?)',
        [email, password === null ? null : hashOf(password)],
      )
      await pool.query('insert into sessions values (?, ?)', [
        randomBytes(16).toString('hex'),
        insertId,
      ])
      return insertId
    },
    /** Whether the application's own sign-in would accept the password. */
    async accepts(id: number, password: string): Promise<boolean> {
      const [rows] = await pool.query<Person[]>('select * from people where id = ?', [id])
      const stored = rows[0]?.password_hash ?? ''
      return stored !== '' && hashOf(password, stored.split(':')[0]) === stored
    },
    async versionOf(id: number) {
      const [rows] = await pool.query<Person[]>('select * from people where id = ?', [id])
      return rows[0]?.version
    },
    async sessionsOf(id: number) {
      const [rows] = await pool.query<RowDataPacket[]>(
        'select id from sessions where person_id = ?',
        [id],
      )
      return rows.length
    },
    async close() {
      await closeServer()
      await mariadb.stop()
    },
  }
}

export type ApplicationElsewhere = Awaited<ReturnType<typeof openApplicationElsewhere>>
