import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type AccountMap,
  AccountMapSchema,
} from '../../../packages/db/src/accounts/map/account-map.ts'
import { startPostgres } from '../../../packages/db/src/testing/postgres-server.ts'
import { openSqlClient } from '../../../packages/db/src/testing/sql-client.ts'
import { createDriver } from '../../faults/rig/driver.ts'
import { type Environment, prepareServer, runCommand } from '../../faults/rig/server.ts'
import { openSink } from '../../faults/rig/sink.ts'
import { until } from '../../faults/rig/until.ts'
import type { Ability, Host } from '../hosts/host.ts'
import { folderOf, type Person, startHost } from './host-process.ts'
import { takeSnapshot } from './snapshot.ts'

const run = promisify(execFile)

export const oldPassword = 'the grey heron of before'
export const signInUrl = 'https://app.example.com/login'

export type Adoption = Awaited<ReturnType<typeof openAdoption>>
export type Email = { token: string; code: string; requestId: string }

const open = new Set<AsyncDisposableStack>()

/** Closes everything when the checks are interrupted, because servers and databases would keep running. */
export async function closeAdoptions(): Promise<void> {
  for (const one of open) await one.disposeAsync()
}

export type AdoptionOptions = { people: number }

/**
 * A host with its own tables and people in a PostgreSQL of its own, in which Latchkey is adopted as a person does it:
 * `adopt`, the role's SQL by psql, and `start` with that role. The steps are methods, because the checks are about them.
 */
export async function openAdoption(host: Host, options: AdoptionOptions) {
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-adoption-'))
  chmodSync(folder, 0o755)
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  // A server far from UTC: a time without a zone that is taken for local is wrong by hours.
  const postgres = await startPostgres({
    settings: ['timezone=Asia/Kolkata', 'shared_preload_libraries=pg_stat_statements'],
  })
  opened.defer(() => postgres.stop())
  const superuser = await openSqlClient(postgres.url('postgres'))
  await superuser.rows(`create role app_owner login password 'owner'`)
  await superuser.rows('create database app owner app_owner')
  await superuser.close()
  const url = (role: string, password: string, database = 'app') =>
    postgres.url(database).replace('postgres@', `${role}:${password}@`)
  const ownerUrl = url('app_owner', 'owner')
  const roleUrl = url('latchkey', 'a password of the role')

  const program = await startHost(host, ownerUrl)
  opened.defer(() => program.stop())
  await program.prepare()
  const people = madeUp(options.people)
  const { ids } = await program.addPeople(people)
  // Of the superuser, so that row-level security hides nothing from the checks.
  const sql = await openSqlClient(postgres.url('app'), 'public')
  opened.defer(() => sql.close())

  const sink = await openSink({ servers: 1 })
  opened.defer(() => sink.close())
  const files = {
    map: join(folder, 'latchkey.accounts.json'),
    role: join(folder, 'latchkey-role.sql'),
    pepper: join(folder, 'pepper'),
  }
  if (host.pepper !== undefined) writeFileSync(files.pepper, host.pepper)
  const environment: Environment = {
    ACCOUNTS_FILE: files.map,
    DATABASE_URL: roleUrl,
    SIGN_IN_URL: signInUrl,
    DATA_DIR: folder,
    LATCHKEY_SECRET: randomBytes(32).toString('base64'),
    SMTP_URL: `smtp://rig:rig@127.0.0.1:${sink.ports[0]}`,
    PUBLIC_URL: 'http://localhost:3000',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'debug',
    TZ: 'Asia/Kolkata',
    ...(host.pepper !== undefined && { PEPPER_FILE: files.pepper }),
  }
  const server = await prepareServer({ program: 'built' }, environment)
  opened.defer(async () => void (await server.kill('SIGKILL')))

  const driver = createDriver([server])
  let taken = 0
  let added = 0
  const golden: AccountMap = AccountMapSchema.parse(
    JSON.parse(readFileSync(join(folderOf(host), host.map), 'utf8')),
  )
  const closing = opened.move()
  open.add(closing)
  closing.defer(() => void open.delete(closing))
  return {
    host,
    program,
    people,
    ids,
    golden,
    files,
    folder,
    postgres,
    urls: { owner: ownerUrl, role: roleUrl, of: url },
    environment,
    sql,
    sink,
    server,
    driver,
    can: (ability: Ability) => (host.can as readonly Ability[]).includes(ability),
    /** The address of somebody whom no other check has used. */
    person(): string {
      const person = people[taken++]
      if (!person) throw new Error('There are not enough people')
      return person.email
    },
    /** Adds somebody with this address, by the host's own code, and returns the id. */
    async add(email: string, password = oldPassword): Promise<string> {
      const { ids } = await program.addPeople([{ email, password }])
      return ids[0] ?? ''
    },
    newAddress: () => `extra${added++}@example.com`,
    snapshot: () => takeSnapshot(sql),
    latchkey: (args: string[], more: Environment = {}) =>
      runCommand('built', args, { ...environment, ...more }),
    /** Writes the two files. */
    async adopt(more: string[] = [], databaseUrl = ownerUrl) {
      const { ACCOUNTS_FILE, DATABASE_URL, ...rest } = environment
      return runCommand(
        'built',
        ['adopt', '--database-url', databaseUrl, '--yes', '--out', folder, ...more],
        rest,
      )
    },
    /** Uses the expected map, with the role that `adopt` writes. */
    useGoldenMap: () => writeFileSync(files.map, JSON.stringify(golden)),
    /** What an operator types; the superuser stands for a DBA. */
    runRoleSql: (database = 'app') =>
      run('psql', [
        postgres.url(database),
        ...['-v', 'ON_ERROR_STOP=1', '-v', 'pw=a password of the role', '-q', '-f', files.role],
      ]),
    /** The last lines of the role's SQL, which an operator runs after the first start. */
    async showEpoch(): Promise<void> {
      if (!golden.sessions.some((one) => 'because' in one && one.because === 'epoch')) return
      await sql.rows('grant usage on schema latchkey to app_owner')
      await sql.rows('grant select on latchkey.credential_epoch to app_owner')
    },
    /** Requests the recovery of an address, and waits for its email. */
    async request(email: string, through = driver): Promise<Email> {
      const before = linksTo(email).length
      const { data, outcome, code } = await through.request(email)
      if (outcome !== 'ok') throw new Error(`The request of ${email} failed: ${code}`)
      await until(() => linksTo(email).length > before, { withinMs: 30_000, everyMs: 20 })
      const newest = linksTo(email).at(-1)
      return {
        token: newest?.token ?? '',
        code: newest?.code ?? '',
        requestId: data.requestId ?? '',
      }
    },
    emailsTo,
    close: () => closing.disposeAsync(),
  }

  function emailsTo(email: string) {
    return sink.deliveries.filter(({ to }) => to === email)
  }

  /** The notice of a reset before may arrive in between. */
  function linksTo(email: string) {
    return emailsTo(email).filter(({ token }) => token !== undefined && token !== '')
  }
}

function madeUp(count: number): Person[] {
  return Array.from({ length: count }, (_, nth) => ({
    email: `p${nth}@example.com`,
    password: oldPassword,
  }))
}
