import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Host } from '../hosts/host.ts'

export type Person = { email: string; password: string }
/** What a browser or another client keeps: cookies. Only the host's program looks into it. */
export type HostSession = { readonly session: unknown }
export type SignIn = HostSession | { readonly refused: string }

/** Answers longer than this mean that the program hangs. */
const TIMEOUT_MS = 120_000

export function folderOf(host: Host): string {
  return fileURLToPath(new URL(`../hosts/${host.folder ?? host.name}`, import.meta.url))
}

export type HostProcess = Awaited<ReturnType<typeof startHost>>

/** The host's own program: a child process that reads one command per line and answers in one line. */
export async function startHost(host: Host, databaseUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-host-'))
  const [command, ...args] = host.program
  const child = spawn(command, args, {
    cwd: folderOf(host),
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      ...host.environment,
      DATABASE_URL: databaseUrl,
      HOST_FOLDER: folder,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  child.stdin.on('error', () => {})
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Frameworks print warnings of their own.
    if (!line.startsWith('{')) errors += `${line}\n`
    else waiting.shift()?.(line)
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${host.name} ended (${code}): ${errors}`)))
  })
  ended.catch(() => {})

  async function call<Answer>(name: string, input: Record<string, unknown> = {}): Promise<Answer> {
    const answered = new Promise<string>((resolve) => waiting.push(resolve))
    child.stdin.write(`${JSON.stringify({ do: name, ...input })}\n`)
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => late.reject(new Error(`${host.name}: no answer to ${name}: ${errors}`)),
      TIMEOUT_MS,
    )
    try {
      const outcome = JSON.parse(await Promise.race([answered, ended, late.promise]))
      if ('error' in outcome) throw new Error(`${host.name}, ${name}: ${outcome.error}`)
      return outcome.ok
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    call,
    /** Makes the tables, by the host's own migrations. */
    prepare: () => call<unknown>('prepare'),
    addPeople: (people: readonly Person[]) => call<{ ids: string[] }>('addPeople', { people }),
    signIn: (email: string, password: string) => call<SignIn>('signIn', { email, password }),
    async isSignedIn({ session }: HostSession): Promise<boolean> {
      return (await call<{ signedIn: boolean }>('isSignedIn', { session })).signedIn
    },
    changePassword: (email: string, password: string) =>
      call<unknown>('changePassword', { email, password }),
    changeEmail: (email: string, to: string) => call<unknown>('changeEmail', { email, to }),
    disable: (email: string) => call<unknown>('disable', { email }),
    delete: (email: string) => call<unknown>('delete', { email }),
    async stop(): Promise<void> {
      await endProcess(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(timer)
}
