import pg from 'pg'
import type { AccountPort, PortedAccount, PortedChange } from '../accounts/ported/account-port.ts'

/** What goes wrong around the next change, once. A fault that throws ends the call there. */
export type Faults = { before?: () => Promise<void>; after?: () => Promise<void> }

type Person = {
  id: number
  email: string
  password: string | null
  version: number
  alive: boolean
}

/**
 * An application with users in a PostgreSQL of its own, that Latchkey has no connection to. It keeps what the account port
 * asks for: it compares and sets in one statement, remembers changes, and never makes one that it called unknown.
 */
export async function openApplicationElsewhere(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 8 })
  // A connection that is about to end may still hear that its database was dropped.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {})
  await pool.query(`
    create table person (id serial primary key, email text not null, password text,
      version integer not null default 1, alive boolean not null default true);
    create table login (id serial primary key, person_id integer not null);
    create table known_change (id uuid primary key, state text not null)`)
  const faults: Faults = {}
  const calls = { lookup: 0, look: 0, change: 0, settled: 0 }

  const asAccount = ({ id, email, password, version, alive }: Person): PortedAccount => ({
    ...{ id: String(id), email, alive, hasPassword: password !== null, locale: null },
    version: String(version),
  })

  async function once(name: keyof Faults): Promise<void> {
    const fault = faults[name]
    delete faults[name]
    await fault?.()
  }

  async function change({ changeId, id, ifVersion, password }: PortedChange) {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const { rowCount } = await client.query(
        `insert into known_change values ($1, 'changed') on conflict do nothing`,
        [changeId],
      )
      const changed = await client.query(
        'update person set password = $1, version = version + 1 where id = $2 and version = $3',
        [`hash of ${password}`, id, Number(ifVersion)],
      )
      if (rowCount === 0 || changed.rowCount === 0) {
        await client.query('rollback')
        const { rows } = await client.query('select from person where id = $1', [id])
        return rows.length === 0 ? ('unknown' as const) : ('stale' as const)
      }
      await client.query('delete from login where person_id = $1', [id])
      await client.query('commit')
      return 'changed' as const
    } finally {
      client.release()
    }
  }

  const port: AccountPort = {
    place: 'https://app.example.com/latchkey',
    async lookup(addresses) {
      calls.lookup += 1
      const { rows } = await pool.query<Person>(
        'select * from person where lower(email) = any($1) order by id desc',
        [addresses],
      )
      return rows.map(asAccount)
    },
    async look(id) {
      calls.look += 1
      const { rows } = await pool.query<Person>('select * from person where id = $1', [id])
      return rows[0] && asAccount(rows[0])
    },
    async change(asked) {
      calls.change += 1
      await once('before')
      const answer = await change(asked)
      await once('after')
      return answer
    },
    async settled(changeId) {
      calls.settled += 1
      await pool.query(`insert into known_change values ($1, 'refused') on conflict do nothing`, [
        changeId,
      ])
      const { rows } = await pool.query<{ state: string }>(
        'select state from known_change where id = $1',
        [changeId],
      )
      return rows[0]?.state === 'changed' ? 'changed' : 'unknown'
    },
  }

  return {
    port,
    faults,
    calls,
    rows: async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
      (await pool.query<Row>(sql, values)).rows,
    async addPerson(email: string, password: string | null = 'first hash'): Promise<Person> {
      const { rows } = await pool.query<Person>(
        'insert into person (email, password) values ($1, $2) returning *',
        [email, password],
      )
      const [person] = rows
      if (!person) throw new Error('Not added')
      await pool.query('insert into login (person_id) values ($1)', [person.id])
      return person
    },
    async person(id: number): Promise<Person | undefined> {
      return (await pool.query<Person>('select * from person where id = $1', [id])).rows[0]
    },
    close: () => pool.end(),
  }
}

export type ApplicationElsewhere = Awaited<ReturnType<typeof openApplicationElsewhere>>
