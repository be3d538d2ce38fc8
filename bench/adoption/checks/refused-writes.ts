import assert from 'node:assert/strict'
import { type Adoption, oldPassword } from '../rig/adoption.ts'
import { quoted, spelled } from '../rig/snapshot.ts'
import type { Check } from './check.ts'
import { changed } from './recovering.ts'
import { signedIn } from './sign-in.ts'

/** The database lets Latchkey read, and the update touches nothing. Nothing may be lost, and nobody may be misled. */
export const refusedWrites: readonly Check[] = [
  {
    id: 'A9',
    title: 'a trigger of the host returns null: UNAVAILABLE, and the link works afterwards',
    run: (adoption) =>
      unavailableUntil(adoption, async () => {
        const { sql, table } = passwordTable(adoption)
        await sql.rows(
          `create function refuse_change() returns trigger language plpgsql as 'begin return null; end'`,
        )
        await sql.rows(
          `create trigger refuse before update on ${table} for each row execute function refuse_change()`,
        )
        return () => sql.rows('drop function refuse_change() cascade')
      }),
  },
  {
    id: 'A9',
    title: 'row-level security lets the role read only: UNAVAILABLE, and the link works afterwards',
    run: (adoption) =>
      unavailableUntil(adoption, async () => {
        const { sql, table } = passwordTable(adoption)
        const [before] = await sql.rows<{ is_on: boolean }>(
          `select relrowsecurity as is_on from pg_class where oid = '${table}'::regclass`,
        )
        if (before?.is_on) {
          // The role has a policy of its own to update.
          await sql.rows(`alter policy latchkey_update on ${table} using (false)`)
          return () => sql.rows(`alter policy latchkey_update on ${table} using (true)`)
        }
        await sql.rows(`alter table ${table} enable row level security`)
        await sql.rows(`create policy reading on ${table} for select using (true)`)
        return async () => {
          await sql.rows(`drop policy reading on ${table}`)
          await sql.rows(`alter table ${table} disable row level security`)
        }
      }),
  },
  {
    id: 'A9',
    title: 'the row of the password is away: no answer "changed", and the link works afterwards',
    when: ({ golden }) => golden.password.table !== undefined,
    run: async (adoption) => {
      const { sql, table } = passwordTable(adoption)
      const { driver, golden, person } = adoption
      const email = person()
      const { token } = await adoption.request(email)
      const [join = ''] = Object.keys(golden.password.join ?? {})
      const owner = `(select ${quoted(golden.users.id)} from ${spelled(golden.users.table)} where ${quoted(golden.users.email)} = '${email}')`
      await sql.rows(`create table kept as select * from ${table} where ${quoted(join)} = ${owner}`)
      await sql.rows(`delete from ${table} where ${quoted(join)} = ${owner}`)
      const answer = await driver.reset(email, token, 'chosen without a row')
      await sql.rows(`insert into ${table} select * from kept`)
      await sql.rows('drop table kept')
      assert.notEqual(answer.outcome, 'ok')
      await signedIn(adoption.program, email, oldPassword)
      await changed(adoption, email, token, 'chosen with a row')
      await signedIn(adoption.program, email, 'chosen with a row')
    },
  },
  {
    id: 'A9',
    title: 'the host holds its row locked: an answer in time, nothing lost',
    async run(adoption) {
      const { sql, driver, golden, person } = adoption
      const email = person()
      const { token } = await adoption.request(email)
      await sql.rows('begin')
      await sql.rows(
        `select 1 from ${spelled(golden.users.table)} where ${quoted(golden.users.email)} = $1 for update`,
        [email],
      )
      const answer = await driver.reset(email, token, 'chosen behind a lock')
      await sql.rows('rollback')
      assert.equal(answer.status, 503, answer.code)
      assert.ok(answer.ms < 15_000, `it took ${Math.round(answer.ms)} ms`)
      await changed(adoption, email, token, 'chosen behind a lock')
      await signedIn(adoption.program, email, 'chosen behind a lock')
    },
  },
]

async function unavailableUntil(
  adoption: Adoption,
  breakIt: () => Promise<() => Promise<unknown>>,
) {
  const { driver, person, server, program } = adoption
  const email = person()
  const { token } = await adoption.request(email)
  const repair = await breakIt()
  const logged = server.output().length
  const answer = await driver.reset(email, token, 'chosen in vain').finally(repair)
  assert.equal(answer.code, 'UNAVAILABLE', `${answer.status} ${answer.code}`)
  await signedIn(program, email, oldPassword)
  const [, name = ''] = passwordTable(adoption).name.split('.')
  const log = server.output().slice(logged)
  assert.match(log, new RegExp(`accounts\\.(write-refused|mismatch)[^\\n]*${name}`), log)
  await changed(adoption, email, token, 'chosen at last')
  await signedIn(program, email, 'chosen at last')
}

function passwordTable({ golden, sql }: Adoption) {
  const name = golden.password.table ?? golden.users.table
  return { sql, name, table: spelled(name) }
}
