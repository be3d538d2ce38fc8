import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { AccountHost, HostAccount } from '@latchkey/server'

/*
 * An application with its users in SQLite, which no PostgreSQL can reach. It compares the version and sets the password in
 * one transaction, and remembers changes, as docs/adopting-elsewhere.md asks for.
 */

type Person = { id: number; email: string; password: string | null; version: number; alive: number }

/** What goes wrong around the next calls of a function, until it is taken out. */
export type Faults = { [Name in keyof AccountHost]?: (real: () => unknown) => unknown }

/** @param file one that several threads and processes share, or `:memory:`. */
export function peopleInSqlite(file = ':memory:') {
  const db = new DatabaseSync(file, { timeout: 5_000 })
  db.exec(`
    create table if not exists person (id integer primary key, email text not null, password text,
      version integer not null default 1, alive integer not null default 1);
    create table if not exists session (id text primary key, person_id integer not null);
    create table if not exists latchkey_change (id text primary key, state text not null)`)
  const calls = { lookup: 0, look: 0, change: 0, settled: 0 }
  const faults: Faults = {}

  const one = (sql: string, ...values: (string | number)[]) =>
    db.prepare(sql).get(...values) as Person | undefined
  const run = (sql: string, ...values: (string | number)[]) => db.prepare(sql).run(...values)

  async function counted<T>(name: keyof AccountHost, real: () => T | Promise<T>): Promise<T> {
    calls[name] += 1
    return (await (faults[name] ?? ((work) => work()))(real)) as T
  }

  const host: AccountHost = {
    lookup: (addresses) =>
      counted('lookup', () => {
        const marks = addresses.map(() => '?').join()
        const found = db.prepare(`select * from person where lower(email) in (${marks})`)
        return (found.all(...addresses) as Person[]).map(asAccount)
      }),
    look: (id) =>
      counted('look', () => {
        const person = one('select * from person where id = ?', id)
        return person && asAccount(person)
      }),
    change: ({ changeId, id, ifVersion, password }) =>
      counted('change', () => {
        const hash = hashOf(password)
        db.exec('begin immediate')
        try {
          const status = change({ changeId, id, ifVersion, hash })
          db.exec(status === 'changed' ? 'commit' : 'rollback')
          return status
        } catch (error) {
          db.exec('rollback')
          throw error
        }
      }),
    settled: (changeId) =>
      counted('settled', () => {
        run("insert or ignore into latchkey_change values (?, 'refused')", changeId)
        const known = db.prepare('select state from latchkey_change where id = ?').get(changeId)
        return known?.state === 'changed' ? 'changed' : 'unknown'
      }),
  }

  type Asked = { changeId: string; id: string; ifVersion: string; hash: string }
  function change({ changeId, id, ifVersion, hash }: Asked) {
    if (!one('select * from person where id = ?', id)) return 'unknown' as const
    const isNew = run("insert or ignore into latchkey_change values (?, 'changed')", changeId)
    const set = run(
      'update person set password = ?, version = version + 1 where id = ? and version = ?',
      ...[hash, id, Number(ifVersion)],
    )
    if (isNew.changes === 0 || set.changes === 0) return 'stale' as const
    run('delete from session where person_id = ?', id)
    return 'changed' as const
  }

  return {
    host,
    calls,
    faults,
    add(email: string, password: string | null = 'three green kettles on a hill') {
      const hash = password === null ? null : hashOf(password)
      const { lastInsertRowid } = db
        .prepare('insert into person (email, password) values (?, ?)')
        .run(email, hash)
      return Number(lastInsertRowid)
    },
    /** The application's own sign-in. It opens a session. */
    signIn(email: string, password: string): string | undefined {
      const person = one('select * from person where email = ? and alive', email)
      if (!person?.password || !isHashOf(person.password, password)) return undefined
      const session = randomBytes(16).toString('hex')
      run('insert into session values (?, ?)', session, person.id)
      return session
    },
    isSignedIn: (session = '') =>
      db.prepare('select id from session where id = ?').get(session) !== undefined,
    versionOf: (id: number) => one('select * from person where id = ?', id)?.version,
    close: () => db.close(),
  }
}

export type PeopleInSqlite = ReturnType<typeof peopleInSqlite>

function asAccount({ id, email, password, version, alive }: Person): HostAccount {
  return { id, email, alive: alive === 1, hasPassword: password !== null, version }
}

function hashOf(password: string, salt = randomBytes(16).toString('hex')): string {
  return `${salt}:${scryptSync(password, salt, 32).toString('hex')}`
}

function isHashOf(stored: string, password: string): boolean {
  const [salt] = stored.split(':')
  return timingSafeEqual(Buffer.from(hashOf(password, salt)), Buffer.from(stored))
}
