import assert from 'node:assert/strict'
import { startPgBouncer } from '../../../packages/db/src/testing/pgbouncer.ts'
import { createDriver } from '../../faults/rig/driver.ts'
import { prepareServer } from '../../faults/rig/server.ts'
import { until } from '../../faults/rig/until.ts'
import { type Adoption, oldPassword } from '../rig/adoption.ts'
import { quoted, spelled } from '../rig/snapshot.ts'
import type { Check } from './check.ts'
import { againstTheHost, twoLinks } from './races.ts'
import { changed, resetByLink } from './recovering.ts'
import { acceptsOnly, signedIn } from './sign-in.ts'

const SAMPLES = process.env.ADOPTION_SAMPLES ?? '400'

export const operating: readonly Check[] = [
  {
    id: 'A14',
    title:
      '`prove silence` finds no difference between users, strangers, and users who may not recover',
    async run(adoption) {
      const { program, person, can, latchkey, server } = adoption
      const args = ['--known', person(), '--unknown', 'stranger@example.com']
      if (can('disable')) {
        const disabled = person()
        await program.disable(disabled)
        args.push('--disabled', disabled)
      }
      if (can('withoutPassword')) {
        const without = person()
        await program.call('withoutPassword', { email: without })
        args.push('--passwordless', without)
      }
      if (can('addSocialPerson')) {
        const email = 'silent-social@example.com'
        await program.call('addSocialPerson', { email })
        args.push('--passwordless', email)
      }
      const { code, output, errors } = await latchkey([
        ...['prove', 'silence', '--url', server.url, '--samples', SAMPLES],
        ...args,
      ])
      assert.equal(code, 0, `${output}\n${errors}`)
    },
  },
  {
    id: 'A15',
    title: 'the host writes the old hash back: the undo is reported within 70 seconds',
    when: ({ golden }) =>
      Object.values(golden.password.columns).every((one) => typeof one === 'string'),
    async run(adoption) {
      const { golden, sql, server } = adoption
      const { users, password } = golden
      const email = adoption.person()
      const owner = `(select ${quoted(users.id)} from ${spelled(users.table)} where ${quoted(users.email)} = $1)`
      const [join = users.id] = Object.keys(password.join ?? {})
      const table = spelled(password.table ?? users.table)
      const columns = Object.values(password.columns).map((one) => quoted(String(one)))
      const row = `${table} where ${quoted(join)} = ${owner}`
      await sql.rows(
        `create table kept as select ${columns.join(', ')} from ${row.replace('$1', `'${email}'`)}`,
      )
      await resetByLink(adoption, email, 'chosen and undone')
      const logged = server.output().length
      const kept = columns.map((column) => `${column} = (select ${column} from kept)`)
      await sql.rows(`update ${table} set ${kept.join(', ')} where ${quoted(join)} = ${owner}`, [
        email,
      ])
      await sql.rows('drop table kept')
      await signedIn(adoption.program, email, oldPassword)
      await until(() => /change.undone/.test(server.output().slice(logged)), {
        withinMs: 70_000,
        everyMs: 500,
      })
    },
  },
  {
    id: 'A16',
    title: 'through PgBouncer in transaction mode: resets, races and the host go on as before',
    run: throughPgBouncer,
  },
]

async function throughPgBouncer(adoption: Adoption): Promise<void> {
  await using opened = new AsyncDisposableStack()
  const pgbouncer = await startPgBouncer({
    mode: 'transaction',
    url: adoption.postgres.url('app'),
    roles: ['latchkey'],
    serverConnections: 5,
  })
  opened.defer(() => pgbouncer.stop())
  await adoption.server.kill('SIGTERM')
  opened.defer(() => adoption.server.start())
  const server = await prepareServer(
    { program: 'built' },
    {
      ...adoption.environment,
      DATABASE_URL: pgbouncer.through(adoption.urls.role),
      DATABASE_POOLER: 'transaction',
      DATABASE_DIRECT_URL: adoption.urls.role,
    },
  )
  opened.defer(async () => void (await server.kill('SIGTERM')))
  await server.start()
  const driver = createDriver([server])
  const email = adoption.person()
  const { token } = await adoption.request(email, driver)
  await changed({ driver }, email, token, 'chosen through the pooler')
  await acceptsOnly(adoption.program, email, {
    password: 'chosen through the pooler',
    other: oldPassword,
  })
  await twoLinks(adoption, { rounds: 10, driver })
  await againstTheHost(adoption, { rounds: 12, driver })
}
