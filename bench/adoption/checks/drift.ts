import assert from 'node:assert/strict'
import { until } from '../../faults/rig/until.ts'
import { quoted, spelled } from '../rig/snapshot.ts'
import { readMap } from './adopting.ts'
import type { Check } from './check.ts'
import { resetByLink } from './recovering.ts'
import { signedIn } from './sign-in.ts'

/** The host migrates its tables while Latchkey runs. */
export const drift: readonly Check[] = [
  {
    id: 'A10',
    title: 'a column is renamed while running: not ready, no crash, and ready when it is back',
    async run(adoption) {
      const { sql, server, files, driver, person } = adoption
      const map = readMap(files.map)
      const { hash } = map.password.columns
      const column = typeof hash === 'string' ? hash : hash.column
      const table = spelled(map.password.table ?? map.users.table)
      const email = person()
      const { token } = await adoption.request(email)
      await sql.rows(`alter table ${table} rename column ${quoted(column)} to gone_for_now`)
      try {
        const answer = await driver.reset(email, token, 'chosen during a migration')
        assert.equal(answer.code, 'UNAVAILABLE', `${answer.status} ${answer.code}`)
        await until(async () => !(await server.ready()), { withinMs: 30_000, everyMs: 200 })
        const health = await fetch(`${server.url}/health/ready`)
        assert.equal(health.status, 503)
        assert.match(await health.text(), /accounts/)
        const started = await adoption.latchkey(['doctor'])
        assert.equal(started.code, 1)
        assert.ok(`${started.output}${started.errors}`.includes(column), started.output)
      } finally {
        await sql.rows(`alter table ${table} rename column gone_for_now to ${quoted(column)}`)
      }
      await until(() => server.ready(), { withinMs: 60_000, everyMs: 200 })
      assert.ok(server.running())
      assert.equal(server.ends.unexpectedly, 0)
      const answer = await driver.reset(email, token, 'chosen after a migration')
      assert.equal(answer.outcome, 'ok', answer.code)
      await signedIn(adoption.program, email, 'chosen after a migration')
    },
  },
  {
    id: 'A10',
    title: '`start` refuses with the name of a column that is missing',
    async run(adoption) {
      const { sql, files } = adoption
      const map = readMap(files.map)
      const table = spelled(map.users.table)
      const column = map.users.email
      await sql.rows(`alter table ${table} rename column ${quoted(column)} to gone_for_now`)
      const started = adoption.latchkey(['start'], { PORT: '0', HOST: '127.0.0.1' })
      const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, 30_000, undefined))
      const ended = await Promise.race([started, timeout]).finally(() =>
        sql.rows(`alter table ${table} rename column gone_for_now to ${quoted(column)}`),
      )
      assert.ok(ended, '`start` did not end')
      assert.notEqual(ended.code, 0)
      assert.ok(`${ended.output}${ended.errors}`.includes(column), ended.errors)
      await until(() => adoption.server.ready(), { withinMs: 60_000, everyMs: 200 })
    },
  },
  {
    id: 'A10',
    title: 'the type of a mapped column changes under prepared statements: resets go on',
    async run(adoption) {
      const { sql, files, person } = adoption
      const map = readMap(files.map)
      const email = person()
      await resetByLink(adoption, email, 'chosen before the change of type')
      const { table, email: column } = map.users
      const [before] = await sql.rows<{ type: string }>(
        `select format_type(atttypid, atttypmod) as type from pg_attribute
         where attrelid = '${spelled(table)}'::regclass and attname = '${column}'`,
      )
      const become = (type: string) =>
        sql.rows(`alter table ${spelled(table)} alter column ${quoted(column)} type ${type}`)
      await become('varchar(300)')
      await resetByLink(adoption, email, 'chosen after the change of type')
      await become(before?.type ?? '')
      await signedIn(adoption.program, email, 'chosen after the change of type')
    },
  },
]
