import assert from 'node:assert/strict'
import type { AccountMap } from '../../../packages/db/src/accounts/map/account-map.ts'
import { until } from '../../faults/rig/until.ts'
import { type Adoption, oldPassword } from '../rig/adoption.ts'
import type { HostSession } from '../rig/host-process.ts'
import { compare, type Difference } from '../rig/snapshot.ts'
import { readMap } from './adopting.ts'
import type { Check } from './check.ts'
import { acceptsOnly, signedIn } from './sign-in.ts'

/** Somebody forgets a password, chooses a new one with Latchkey, and signs in at the host. */
export const recovering: readonly Check[] = [
  {
    id: 'A4',
    title: 'after a reset by link the host accepts the new password only',
    async run(adoption) {
      const email = adoption.person()
      const { token } = await adoption.request(email)
      await changed(adoption, email, token, 'chosen by the link')
      await acceptsOnly(adoption.program, email, {
        password: 'chosen by the link',
        other: oldPassword,
      })
      const again = await adoption.driver.reset(email, token, 'chosen again')
      assert.equal(again.code, 'INVALID_OR_EXPIRED')
    },
  },
  {
    id: 'A4',
    title: 'after a reset by code the host accepts the new password only',
    async run(adoption) {
      const email = adoption.person()
      const { requestId, code } = await adoption.request(email)
      const verified = await adoption.driver.guess(requestId, code)
      assert.equal(verified.outcome, 'ok', verified.code)
      await changed(adoption, email, verified.data.ticket ?? '', 'chosen by the code')
      await acceptsOnly(adoption.program, email, {
        password: 'chosen by the code',
        other: oldPassword,
      })
    },
  },
  {
    id: 'A4',
    title: 'the pages and the emails lead to the sign-in page of the host',
    async run({ server, environment }) {
      const response = await fetch(`${server.url}/trpc/settings.public`)
      const body = (await response.json()) as { result: { data: { signInUrl?: string } } }
      assert.equal(body.result.data.signInUrl, environment.SIGN_IN_URL)
      const ours = await fetch(`${server.url}/trpc/session.signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'p0@example.com', password: oldPassword }),
      })
      assert.equal(ours.ok, false, 'our own sign-in works on the users of the host')
    },
  },
  {
    id: 'A5',
    title: 'sessions of before end, and those of others live',
    async run(adoption) {
      const { program, person } = adoption
      const [email, other] = [person(), person()]
      const before = await signedIn(program, email, oldPassword)
      const ofOther = await signedIn(program, other, oldPassword)
      assert.equal(await program.isSignedIn(before), true)
      await resetByLink(adoption, email, 'ends the sessions')
      const withinMs = adoption.host.sessionsEndWithinMs ?? 0
      await until(async () => !(await program.isSignedIn(before)), { withinMs, everyMs: 200 })
      assert.equal(await program.isSignedIn(ofOther), true, 'the session of another has ended')
      const after = await signedIn(program, email, 'ends the sessions')
      assert.equal(await program.isSignedIn(after), true)
    },
  },
  {
    id: 'A5',
    title: 'a browser that was remembered is forgotten',
    when: ({ can }) => can('rememberMe'),
    async run(adoption) {
      const { program, person } = adoption
      const email = person()
      const remembered = await program.call<HostSession>('rememberMe', {
        email,
        password: oldPassword,
      })
      assert.equal(await program.isSignedIn(remembered), true)
      await resetByLink(adoption, email, 'forgets the browser')
      assert.equal(await program.isSignedIn(remembered), false)
    },
  },
  {
    id: 'A5',
    title: 'access tokens of the user end, and those of another kind of owner stay',
    when: ({ can }) => can('addAccessToken'),
    async run(adoption) {
      const { program, person, sql } = adoption
      const email = person()
      await program.call('addAccessToken', { email })
      await program.call('addAccessToken', { email, type: 'App\\Models\\Team' })
      await resetByLink(adoption, email, 'ends the tokens')
      const left = await sql.rows<{ tokenable_type: string }>(
        `select t.tokenable_type from personal_access_tokens t join users u on u.id = t.tokenable_id
         where u.email = $1`,
        [email],
      )
      assert.deepEqual(left, [{ tokenable_type: 'App\\Models\\Team' }])
    },
  },
  {
    id: 'A5',
    title: 'an outstanding reset of the host itself is void',
    when: ({ can }) => can('ownReset'),
    async run(adoption) {
      const { program, person } = adoption
      const [email, other] = [person(), person()]
      const { token } = await program.call<{ token: string }>('ownResetToken', { email })
      const ofOther = await program.call<{ token: string }>('ownResetToken', { email: other })
      await resetByLink(adoption, email, 'chosen here')
      const use = (email: string, token: string) =>
        program.call<{ accepted: boolean }>('useOwnReset', {
          email,
          token,
          password: 'chosen by its own reset',
        })
      assert.deepEqual(await use(email, token), { accepted: false })
      assert.deepEqual(await use(other, ofOther.token), { accepted: true })
    },
  },
  {
    id: 'A5',
    title: 'an account that was locked after too many attempts is open again',
    when: ({ can }) => can('lock'),
    async run(adoption) {
      const { program, person } = adoption
      const email = person()
      assert.deepEqual(await program.call('lock', { email }), { locked: true })
      assert.ok('refused' in (await program.signIn(email, oldPassword)))
      await resetByLink(adoption, email, 'opens the lock')
      await signedIn(program, email, 'opens the lock')
    },
  },
  {
    id: 'A6',
    title: 'nothing changes but the columns and rows that the map names',
    run: changesOnlyWhatIsMapped,
  },
  {
    id: 'A6',
    title: 'the time of the change is right in its own type',
    when: ({ host }) => 'timeOfChange' in host,
    async run(adoption) {
      const { host, person, snapshot } = adoption
      const { table, column } = host.timeOfChange ?? { table: '', column: '' }
      const email = person()
      const { token } = await adoption.request(email)
      const before = await snapshot()
      await changed(adoption, email, token, 'chosen at a time')
      const now = Date.now()
      const row = compare(before, await snapshot()).find((one) => one.table === table)
      const text = String(row?.after?.[column])
      // Without a zone it means UTC, as frameworks write it.
      const written = new Date(/[+Z]|-\d\d:\d\d$/.test(text) ? text : `${text}Z`).getTime()
      assert.ok(Math.abs(now - written) < 2_500, `${column} is ${text}`)
    },
  },
]

/** Spends a token, which must succeed. */
export async function changed(
  { driver }: Pick<Adoption, 'driver'>,
  email: string,
  token: string,
  password: string,
): Promise<void> {
  const answer = await driver.reset(email, token, password)
  assert.equal(answer.outcome, 'ok', `The reset was refused: ${answer.status} ${answer.code}`)
}

export async function resetByLink(
  adoption: Adoption,
  email: string,
  password: string,
): Promise<void> {
  const { token } = await adoption.request(email)
  await changed(adoption, email, token, password)
}

async function changesOnlyWhatIsMapped(adoption: Adoption): Promise<void> {
  const { program, person, snapshot, files } = adoption
  const map = readMap(files.map)
  const [email, other] = [person(), person()]
  await signedIn(program, email, oldPassword)
  await signedIn(program, other, oldPassword)
  const { token } = await adoption.request(email)
  const before = await snapshot()
  await changed(adoption, email, token, 'chosen and compared')
  const differences = compare(before, await snapshot())
  const following = await rowsThatFollow(adoption, map)

  const id = String(rowOf(before.get(map.users.table), map.users.email, email)?.[map.users.id])
  const passwordTable = map.password.table ?? map.users.table
  const hashes = Object.values(map.password.columns).map((one) =>
    typeof one === 'string' ? one : (one?.column ?? ''),
  )
  const written = new Map<string, Set<string>>()
  const allow = (table: string, names: readonly string[]) =>
    written.set(table, new Set([...(written.get(table) ?? []), ...names]))
  allow(map.users.table, Object.keys(map.onChange))
  if (map.users.verified?.setOnChange) allow(map.users.table, [map.users.verified.column])
  allow(passwordTable, [...hashes, ...Object.keys(map.password.onChange)])

  const unexpected = differences.filter((one) => !isMapped(one))
  assert.deepEqual(unexpected.map(described), [])
  const ofPassword = differences.filter(({ table }) => table === passwordTable)
  assert.equal(ofPassword.length, 1, 'exactly one row of the password changes')
  // A salt may be kept, and the name of the algorithm is the same.
  assert.ok(ofPassword[0]?.columns.includes(hashes[0] ?? ''))

  function isMapped({ table, kind, columns, before }: Difference): boolean {
    if (kind === 'changed' && (table === map.users.table || table === passwordTable)) {
      const owner = table === map.users.table ? before?.[map.users.id] : ownerIn(before)
      return String(owner) === id && columns.every((name) => written.get(table)?.has(name))
    }
    if (kind === 'removed' && following.has(table)) return true
    return map.sessions.some((one) => {
      if ('because' in one) return false
      const value = 'by' in one ? before?.[one.by] : before?.[one.byEmail]
      const isOfPerson = String(value) === ('by' in one ? id : email)
      if ('delete' in one) return kind === 'removed' && one.delete === table && isOfPerson
      return (
        kind === 'changed' &&
        one.update === table &&
        isOfPerson &&
        columns.every((name) => name in one.set)
      )
    })
  }
  function ownerIn(row: Difference['before']): unknown {
    const [column] =
      Object.entries(map.password.join ?? {}).find(([, of]) => of === map.users.id) ?? []
    return row?.[column ?? '']
  }
}

/** Tables whose rows the host's own foreign keys delete together with a session. */
async function rowsThatFollow({ sql }: Adoption, map: AccountMap): Promise<Set<string>> {
  const deleted = map.sessions.flatMap((one) => ('delete' in one ? [one.delete] : []))
  const rows = await sql.rows<{ child: string; parent: string }>(
    `select format('%s.%s', cn.nspname, c.relname) as child, format('%s.%s', pn.nspname, p.relname) as parent
     from pg_constraint f
       join pg_class c on c.oid = f.conrelid join pg_namespace cn on cn.oid = c.relnamespace
       join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
     where f.contype = 'f' and f.confdeltype = 'c'`,
  )
  return new Set(rows.filter(({ parent }) => deleted.includes(parent)).map(({ child }) => child))
}

function rowOf(
  rows: ReadonlyMap<string, Readonly<Record<string, unknown>>> | undefined,
  column: string,
  value: string,
) {
  return [...(rows?.values() ?? [])].find((row) => row[column] === value)
}

function described({ table, kind, columns, key }: Difference): string {
  return `${table} ${key}: ${kind} ${columns.join(', ')}`
}
