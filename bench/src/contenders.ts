import { fileURLToPath } from 'node:url'
import { freePort } from '../../packages/db/src/testing/free-port.ts'
import { run, type Started, start, untilReady } from './processes.ts'
import type { World } from './world.ts'

/** A server under test: Latchkey or a rival. */
export type Contender = { urls: string[]; pids: number[]; stop(): Promise<void> }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
export const latchkeyProgram = here('../../apps/server/bin/latchkey.js')
export const serverSecret = 'a-secret-for-the-benchmark-only-0123456789'

export type LatchkeyOptions = {
  database?: string
  smtpUrl?: string
  processes?: number
  worker?: boolean
  /** Other settings, and variables of Node. */
  settings?: Record<string, string>
}

/** Production settings, with rate limits off as for every rival. */
export function latchkeyEnvironment(world: World, port: number, options: LatchkeyOptions = {}) {
  return {
    NODE_ENV: 'production',
    DRAIN_SECONDS: '0',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATABASE_URL: world.postgres.url(options.database ?? 'latchkey'),
    LATCHKEY_SECRET: serverSecret,
    SMTP_URL: options.smtpUrl ?? world.sink.smtpUrl,
    MAIL_FROM: 'no-reply@example.com',
    RATE_LIMITS: 'off',
    WORKER: options.worker === false ? 'off' : 'on',
    ...options.settings,
  }
}

export async function startLatchkey(world: World, options: LatchkeyOptions = {}) {
  const started = await Promise.all(
    Array.from({ length: options.processes ?? 1 }, () =>
      serve([latchkeyProgram, 'start'], '/health/ready', (port) =>
        latchkeyEnvironment(world, port, options),
      ),
    ),
  )
  return together(started)
}

export async function migrateLatchkey(world: World, database: string): Promise<void> {
  await run([latchkeyProgram, 'migrate'], latchkeyEnvironment(world, 0, { database }))
}

const rivalEnvironment = (world: World, database: string, smtpUrl: string) => (port: number) => ({
  NODE_ENV: 'production',
  PORT: String(port),
  DATABASE_URL: world.postgres.url(database),
  SMTP_URL: smtpUrl,
})

const betterAuthProgram = here('./servers/better-auth.ts')

export async function startBetterAuth(
  world: World,
  { database = 'better_auth', smtpUrl = world.sink.smtpUrl } = {},
) {
  return serve([betterAuthProgram], '/health', rivalEnvironment(world, database, smtpUrl))
}

export async function migrateBetterAuth(world: World, database: string): Promise<void> {
  const environment = rivalEnvironment(world, database, world.sink.smtpUrl)(1)
  await run([betterAuthProgram, 'migrate'], environment)
}

export async function startExpress(world: World, { smtpUrl = world.sink.smtpUrl } = {}) {
  return serve(
    [here('./servers/express.ts')],
    '/health',
    rivalEnvironment(world, 'express', smtpUrl),
  )
}

export async function startEmpty() {
  return serve([here('./servers/empty.ts')], '/health', (port) => ({
    NODE_ENV: 'production',
    PORT: String(port),
  }))
}

/** Runs a program that measures itself and prints one number. */
export async function ownMeasure(
  program: 'hashes' | 'inserts' | 'emails',
  argument: number,
  env: Record<string, string> = {},
): Promise<number> {
  return Number(await run([here(`./servers/${program}.ts`), String(argument)], env))
}

async function serve(
  args: string[],
  health: string,
  environment: (port: number) => Record<string, string>,
): Promise<Contender> {
  const port = await freePort()
  const child: Started = start(process.execPath, args, {
    env: environment(port),
    // Rivals print a line for every unknown address.
    quiet: args[0] !== latchkeyProgram,
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(url + health)
  return { urls: [url], pids: [child.pid], stop: child.stop }
}

function together(contenders: Contender[]): Contender {
  return {
    urls: contenders.flatMap((each) => each.urls),
    pids: contenders.flatMap((each) => each.pids),
    stop: async () => void (await Promise.all(contenders.map((each) => each.stop()))),
  }
}
