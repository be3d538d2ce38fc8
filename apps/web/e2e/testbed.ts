import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

export const DEMO = 'demo@latchkey.example'

export type Mail = {
  kind: string
  to: string
  subject: string
  text: string
  link?: string
  code?: string
  at: string
}

/** The built server as a user starts it: embedded database, demo account, its own mailbox. */
export async function openTestbed() {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const server = spawn(process.execPath, ['apps/server/bin/latchkey.js', 'start'], {
    cwd: repository,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: `${port}`,
      DATA_DIR: dataDir,
      PUBLIC_URL: origin,
      RATE_LIMITS: 'off',
    },
  })
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

  async function call(procedure: string, input: object) {
    const response = await fetch(`${origin}/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(input),
    })
    if (!response.ok) throw new Error(`${procedure}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  async function mails(): Promise<Mail[]> {
    const response = await fetch(`${origin}/mailbox/messages.json`)
    return (await response.json()) as Mail[]
  }

  /** The first recovery mail that comes while `ask` runs or after it. */
  function mailAfter(ask: () => Promise<unknown>) {
    return firstAfter(ask, isRecovery)
  }

  /** The link "this wasn't me" of the first notice that comes while `change` runs or after it. */
  async function notMeLinkAfter(change: () => Promise<unknown>) {
    const { text } = await firstAfter(change, isNotice)
    const [link] = text.match(/https?:\S+\/not-me#\S+/) ?? []
    if (!link) throw new Error('the notice has no link')
    return link
  }

  async function firstAfter<M extends Mail>(act: () => Promise<unknown>, is: (m: Mail) => m is M) {
    const before = (await mails()).filter(is).length
    await act()
    for (let tries = 0; tries < 300; tries += 1) {
      const [newest, ...rest] = (await mails()).filter(is)
      if (newest && rest.length >= before) return newest
      await sleep(200)
    }
    throw new Error(`no mail came. The server said:\n${output}`)
  }

  /** Gives the demo account a known password, the way anybody would. */
  async function setPassword(newPassword: string) {
    const { link } = await mailAfter(() => call('recovery.request', { email: DEMO }))
    await call('recovery.reset', { token: tokenOf(link), newPassword })
  }

  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${origin}/health/ready`).catch(() => undefined)
    if (ready?.status === 200) break
    if (server.exitCode !== null || tries > 300) {
      await close()
      throw new Error(`the server did not start:\n${output}`)
    }
    await sleep(200)
  }
  return { origin, mailAfter, notMeLinkAfter, setPassword, close, output: () => output }
}

export type Testbed = Awaited<ReturnType<typeof openTestbed>>
export type RecoveryMail = Mail & { link: string; code: string }

export function tokenOf(link: string): string {
  const url = new URL(link)
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? url.searchParams.get('token')
  if (!token) throw new Error('the link has no token')
  return token
}

function isRecovery(mail: Mail): mail is RecoveryMail {
  return mail.to.includes(DEMO) && Boolean(mail.link && mail.code)
}

function isNotice(mail: Mail): mail is Mail {
  return mail.to.includes(DEMO) && mail.kind === 'password-changed'
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
