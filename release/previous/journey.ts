import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../packages/db/src/testing/free-port.ts'
import { openTestPostgres } from '../../packages/db/src/testing/test-database.ts'
import { repository } from './find.ts'

const email = 'ada@example.test'

type Environment = Record<string, string | undefined>
type Program = { url: string; stop(): Promise<void> }

/**
 * The program of before and this one at one database, which this one migrated: what is begun at one of them ends at the
 * other.
 *
 * @throws Error with what failed.
 */
export async function journeyProblems(former: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-rolling-'))
  const postgres = await openTestPostgres()
  const running: Program[] = []
  try {
    const environment = {
      ...{ DATABASE_URL: await postgres.empty(), DATA_DIR: dataDir },
      ...{ RATE_LIMITS: 'off', MIGRATE: 'off' },
    }
    await command(repository, ['migrate'], { environment: { ...environment, MIGRATE: 'on' } })
    const add = ['user', 'add', email, '--password-stdin']
    await command(former, add, { environment, input: 'the password of the beginning' })
    for (const folder of [former, repository]) running.push(await start(folder, environment))
    const [before, now] = running as [Program, Program]
    for (const [asked, answered] of [
      [before, now],
      [now, before],
      [before, before],
    ] as const) {
      await recover(asked, answered)
    }
    // A process of before that ended may start again, and finds nothing to migrate.
    await before.stop()
    const again = await start(former, { ...environment, MIGRATE: 'on' })
    running.push(again)
    await recover(again, again)
  } finally {
    await Promise.all(running.map((program) => program.stop()))
    await postgres.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

let chosen = 0

async function recover(asked: Program, answered: Program): Promise<void> {
  const emails = async () =>
    (await (await fetch(`${asked.url}/mailbox/messages.json`)).json()) as { link?: string }[]
  const before = (await emails()).filter(({ link }) => link).length
  await call(asked, 'recovery.request', { email })
  let link: string | undefined
  for (let tries = 0; tries < 300 && link === undefined; tries += 1) {
    await sleep(100)
    const links = (await emails()).flatMap(({ link }) => (link ? [link] : []))
    if (links.length > before) link = links[0]
  }
  if (link === undefined) throw new Error('No email came.')
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')
  chosen += 1
  const newPassword = `the password number ${chosen} of all`
  await call(answered, 'recovery.reset', { token, newPassword })
  await call(asked, 'session.signIn', { email, password: newPassword })
}

async function call({ url }: Program, procedure: string, input: object): Promise<void> {
  const answer = await fetch(`${url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  if (!answer.ok) throw new Error(`${procedure}: ${answer.status} ${await answer.text()}`)
}

function spawned(folder: string, args: string[], environment: Environment) {
  const child = spawn(process.execPath, ['apps/server/bin/latchkey.js', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  return { child, output: () => output }
}

async function command(
  folder: string,
  args: string[],
  { environment, input = '' }: { environment: Environment; input?: string },
): Promise<void> {
  const { child, output } = spawned(folder, args, environment)
  child.stdin.end(input)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`latchkey ${args.join(' ')}: ${output()}`)
}

async function start(folder: string, environment: Environment): Promise<Program> {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const settings = { ...environment, PORT: port, PUBLIC_URL: url }
  const { child, output } = spawned(folder, ['start'], settings)
  for (let tries = 0; tries < 300; tries += 1) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined)
    if (ready?.ok) return { url, stop: () => ended(child) }
    if (child.exitCode !== null) break
    await sleep(100)
  }
  await ended(child)
  throw new Error(`It did not start:\n${output()}`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
