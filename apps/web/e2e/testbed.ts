import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../../../packages/db/src/testing/free-port.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

export const DEMO = 'demo@latchkey.example'

export type Email = {
  kind: string
  to: string
  subject: string
  text: string
  link?: string
  code?: string
  at: string
}

/**
 * The built server as a user starts it: embedded database, demo account, built-in mailbox.
 *
 * @param program of another build, by its path.
 */
export async function openTestbed(
  environment: Record<string, string> = {},
  program = 'apps/server/bin/latchkey.js',
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'))
  const port = environment.PORT ?? (await freePort())
  const origin = `http://localhost:${port}`
  const options = {
    cwd: repository,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: `${port}`,
      DATA_DIR: dataDir,
      PUBLIC_URL: origin,
      RATE_LIMITS: 'off',
      ...environment,
    },
  }
  const server = spawn(process.execPath, [program, 'start'], options)
  const exited = once(server, 'exit')
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk
  }
  server.stdout.on('data', keep)
  server.stderr.on('data', keep)

  async function close() {
    if (server.exitCode === null) server.kill('SIGTERM')
    await exited
    await rm(dataDir, { recursive: true, force: true })
  }

  /** What a command prints that is run beside the server. */
  async function command(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], options)
    return stdout.trim()
  }

  async function call(procedure: string, input: object) {
    const response = await fetch(`${origin}/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(input),
    })
    if (!response.ok) throw new Error(`${procedure}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  async function emails(): Promise<Email[]> {
    const response = await fetch(`${origin}/mailbox/messages.json`)
    return (await response.json()) as Email[]
  }

  /** The first recovery email that comes while `request` runs or after it. */
  function emailAfter(request: () => Promise<unknown>) {
    return firstAfter(request, isRecovery)
  }

  /** The not-me link of the first notice that comes while `change` runs or after it. */
  async function notMeLinkAfter(change: () => Promise<unknown>) {
    const { text } = await firstAfter(change, isNotice)
    const [link] = text.match(/https?:\S+\/not-me#\S+/) ?? []
    if (!link) throw new Error('the notice has no link')
    return link
  }

  async function firstAfter<E extends Email>(
    act: () => Promise<unknown>,
    is: (email: Email) => email is E,
  ) {
    const before = (await emails()).filter(is).length
    await act()
    for (let tries = 0; tries < 600; tries += 1) {
      const [newest, ...rest] = (await emails()).filter(is)
      if (newest && rest.length >= before) return newest
      await sleep(200)
    }
    throw new Error(`no email came. The server said:\n${output}`)
  }

  /** Gives the demo account a known password, by a recovery. */
  async function setPassword(newPassword: string) {
    const { link } = await emailAfter(() => call('recovery.request', { email: DEMO }))
    await call('recovery.reset', { token: tokenOf(link), newPassword })
  }

  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${origin}/health/ready`).catch(() => undefined)
    if (ready?.status === 200) break
    if (server.exitCode !== null || tries > 900) {
      await close()
      throw new Error(`the server did not start:\n${output}`)
    }
    await sleep(200)
  }
  return {
    origin,
    port: `${port}`,
    command,
    emailAfter,
    notMeLinkAfter,
    setPassword,
    close,
    output: () => output,
  }
}

export type Testbed = Awaited<ReturnType<typeof openTestbed>>
export type RecoveryEmail = Email & { link: string; code: string }

export function tokenOf(link: string): string {
  const url = new URL(link)
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? url.searchParams.get('token')
  if (!token) throw new Error('the link has no token')
  return token
}

function isRecovery(email: Email): email is RecoveryEmail {
  return email.to.includes(DEMO) && Boolean(email.link && email.code)
}

function isNotice(email: Email): email is Email {
  return email.to.includes(DEMO) && email.kind === 'password-changed'
}
