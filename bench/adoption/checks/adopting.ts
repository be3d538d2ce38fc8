import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AccountMap,
  AccountMapSchema,
} from '../../../packages/db/src/accounts/map/account-map.ts'
import { openSqlClient } from '../../../packages/db/src/testing/sql-client.ts'
import type { Adoption } from '../rig/adoption.ts'
import { compare, quoted, spelled } from '../rig/snapshot.ts'
import type { Check } from './check.ts'

/** The three proofs before the first email: the map, the role, and the trial. */
export const adopting: readonly Check[] = [
  {
    id: 'A1',
    title: '`adopt --yes` recognises the preset by itself, and changes nothing',
    async run(adoption) {
      const before = await adoption.snapshot()
      const { code, output, errors } = await adoption.adopt()
      assert.equal(code, 0, `${output}\n${errors}`)
      assert.deepEqual(compare(before, await adoption.snapshot()), [])
      assert.ok(existsSync(adoption.files.map), 'no map was written')
      assert.ok(existsSync(adoption.files.role), 'no SQL for the role was written')
      assert.equal(presetOf(readMap(adoption.files.map)) ?? '', adoption.host.preset)
    },
  },
  {
    id: 'A1',
    title: 'its map is the expected one',
    async run({ files, golden }) {
      assert.deepEqual(comparable(readMap(files.map)), comparable(golden))
    },
  },
  {
    id: 'A1',
    title: 'it prints no hash',
    async run(adoption) {
      const hashes = await storedHashes(adoption)
      const folder = mkdtempSync(join(adoption.folder, 'again-'))
      const { output, errors } = await adoption.adopt(['--out', folder])
      const json = await adoption.adopt(['--out', folder, '--json'])
      for (const hash of hashes) {
        for (const text of [output, errors, json.output, json.errors]) {
          assert.ok(!text.includes(hash), 'a stored hash was printed')
        }
      }
    },
  },
  {
    id: 'A1',
    title: 'with renamed columns it finds the right ones or says no',
    run: renamedColumns,
  },
  {
    id: 'A2',
    title: 'the SQL of the role runs, and `doctor` with that role is green',
    async run(adoption) {
      await adoption.runRoleSql()
      const { code, output, errors } = await adoption.latchkey(['doctor'])
      assert.equal(code, 0, `${output}\n${errors}`)
    },
  },
  {
    id: 'A2',
    title: 'the role can read and write nothing but what the map names',
    run: roleIsNarrow,
  },
  {
    id: 'A3',
    title: '`doctor --trial` reports what it would change, and changes nothing',
    async run(adoption) {
      const email = adoption.person()
      const before = await adoption.snapshot()
      const { code, output, errors } = await adoption.latchkey(['doctor', '--trial', email])
      assert.equal(code, 0, `${output}\n${errors}`)
      assert.deepEqual(compare(before, await adoption.snapshot()), [])
      const { table } = adoption.golden.users
      const [, name = ''] = (adoption.golden.password.table ?? table).split('.')
      assert.ok(output.includes(name), `the trial does not name ${name}:\n${output}`)
    },
  },
]

export function readMap(file: string): AccountMap {
  return AccountMapSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** The order of the sessions does not matter, nor who checks the form of the file. */
function comparable({ $schema, sessions, ...map }: AccountMap) {
  const sorted = sessions.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return { ...map, preset: presetOf({ ...map, sessions }), sessions: sorted }
}

/** Without the version of the framework. */
function presetOf(map: AccountMap): string | undefined {
  return map.preset?.split('@')[0]
}

async function storedHashes({ golden, sql }: Adoption): Promise<string[]> {
  const { hash } = golden.password.columns
  if (typeof hash !== 'string') return []
  const table = spelled(golden.password.table ?? golden.users.table)
  const rows = await sql.rows<{ hash: string }>(
    `select distinct ${quoted(hash)} as hash from ${table} limit 20`,
  )
  return rows.map(({ hash }) => hash)
}

/** A copy of the database in which the columns of the users have names that say nothing. */
async function renamedColumns(adoption: Adoption): Promise<void> {
  const { golden, postgres, urls, sql } = adoption
  const names = new Map<string, string>()
  // The copy of a database in use is refused, so its content goes through a dump of the one table.
  await postgres.createDatabase('renamed')
  const rows = await sql.rows<{ name: string; type: string; hash: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [spelled(golden.users.table)],
  )
  for (const [nth, { name }] of rows.entries()) names.set(name, `c${nth}${'xqzjv'[nth % 5]}`)
  const data = await sql.rows<{ all: string }>(
    `select jsonb_agg(to_jsonb(t))::text as all from ${spelled(golden.users.table)} t`,
  )
  const copy = await openSqlClient(postgres.url('renamed'), 'public')
  try {
    const columns = rows.map(({ name, type }) => `${quoted(names.get(name) ?? name)} ${type}`)
    const original = rows.map(({ name, type }) => `${quoted(name)} ${type}`)
    if (rows.some(({ type }) => type === 'citext')) await copy.rows('create extension citext')
    await copy.rows(`create table people_of_ours (${columns.join(', ')})`)
    const id = names.get(golden.users.id) ?? ''
    const email = names.get(golden.users.email) ?? ''
    await copy.rows(`alter table people_of_ours add primary key (${quoted(id)})`)
    await copy.rows(`create unique index on people_of_ours (lower(${quoted(email)}))`)
    await copy.rows(
      `insert into people_of_ours select * from jsonb_to_recordset($1::jsonb) as t(${original.join(', ')})`,
      [data[0]?.all],
    )
    await copy.rows('alter table people_of_ours owner to app_owner')
    const out = mkdtempSync(join(adoption.folder, 'renamed-'))
    const answer = await adoption.adopt(['--out', out], urls.of('app_owner', 'owner', 'renamed'))
    const file = join(out, 'latchkey.accounts.json')
    if (answer.code !== 0) {
      assert.ok(!existsSync(file), 'it said no, and wrote a map')
      assert.ok(`${answer.output}${answer.errors}`.trim() !== '', 'it said no without a word')
      return
    }
    const map = readMap(file)
    assert.equal(map.users.table, 'public.people_of_ours')
    assert.equal(map.users.id, id)
    assert.equal(map.users.email, email)
    if (golden.password.table === undefined) {
      const { hash } = golden.password.columns
      assert.equal(map.password.columns.hash, names.get(String(hash)))
    }
  } finally {
    await copy.close()
    await postgres.dropDatabase('renamed')
  }
}

async function roleIsNarrow({ files, sql, urls }: Adoption): Promise<void> {
  const map = readMap(files.map)
  const role = await openSqlClient(urls.role, 'public')
  const refused = (statement: string) =>
    assert.rejects(role.rows(statement), { code: '42501' }, statement)
  try {
    const columns = await sql.rows<{ table: string; column: string }>(
      `select format('%s.%s', table_schema, table_name) as table, column_name as column
       from information_schema.columns
       where table_schema !~ '^(pg_|information_schema$|latchkey)' order by 1, ordinal_position`,
    )
    const readable = readableColumns(map)
    const ofTable = new Map<string, string[]>()
    for (const { table, column } of columns) {
      ofTable.set(table, [...(ofTable.get(table) ?? []), column])
      if (readable.has(`${table}.${column}`)) continue
      await refused(`select ${quoted(column)} from ${spelled(table)} limit 1`)
    }
    const ended = new Set(map.sessions.flatMap((one) => ('delete' in one ? [one.delete] : [])))
    for (const [table, names] of ofTable) {
      await refused(`insert into ${spelled(table)} default values`)
      await refused(`truncate ${spelled(table)}`)
      // Who does not own a table may not drop it.
      await refused(`drop table ${spelled(table)}`)
      if (!ended.has(table)) await refused(`delete from ${spelled(table)}`)
      const key = quoted(names.findLast((name) => !mayBeWritten(map, name)) ?? '')
      if (table === map.users.table) await refused(`update ${spelled(table)} set ${key} = ${key}`)
    }
    await refused('create table public.something ()')
  } finally {
    await role.close()
  }
}

/** Whether a map writes a column of this name, in any of its tables. */
function mayBeWritten({ password, onChange, users }: AccountMap, name: string): boolean {
  const hashes = Object.values(password.columns).map((one) =>
    typeof one === 'string' ? one : one?.column,
  )
  return (
    hashes.includes(name) ||
    name in onChange ||
    name in password.onChange ||
    (users.verified?.setOnChange === true && users.verified.column === name)
  )
}

/** The columns that the role may read, as the map names them. */
function readableColumns({ users, password, sessions, epoch, onChange }: AccountMap): Set<string> {
  const written = password.table ?? users.table
  const hashes = Object.values(password.columns).map((one) =>
    typeof one === 'string' ? one : one?.column,
  )
  const of = (table: string, names: readonly (string | null | undefined)[]) =>
    names.flatMap((name) => (name ? [`${table}.${name}`] : []))
  return new Set([
    ...of(users.table, [users.id, users.email, users.matchColumn, users.login, users.locale]),
    ...of(users.table, [...Object.keys(users.alive), users.verified?.column, ...epoch]),
    // A value that is raised or kept is read first.
    ...of(users.table, Object.keys(onChange)),
    ...of(written, [...hashes, ...Object.keys(password.where), ...Object.keys(password.onChange)]),
    ...of(written, Object.keys(password.join ?? {})),
    ...of(users.table, Object.values(password.join ?? {})),
    ...sessions.flatMap((one) => {
      if ('because' in one) return []
      const table = 'delete' in one ? one.delete : one.update
      const by = 'by' in one ? one.by : one.byEmail
      const set = 'set' in one ? Object.keys(one.set) : []
      return of(table, [by, ...Object.keys(one.where), ...set])
    }),
  ])
}
