import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../packages/db/src/testing/free-port.ts'

export type Environment = Record<string, string>

/** The built program, as operators run it, or its source, so that the tests need no build. */
export type Program = 'built' | 'source'

const thisVersion = fileURLToPath(new URL('../../../apps/server', import.meta.url))
const commands = {
  built: ['bin/latchkey.js'],
  source: ['--conditions=latchkey-source', 'src/main.ts'],
} satisfies Record<Program, string[]>

export type RigServer = {
  url: string
  start(more?: Environment): Promise<void>
  /** Like `start`, without waiting until it is ready. */
  launch(more?: Environment): void
  running(): boolean
  signal(signal: NodeJS.Signals): void
  /** Resolves when it has ended. */
  kill(signal?: NodeJS.Signals): Promise<{ code: number | null; afterMs: number }>
  ready(): Promise<boolean>
  /** Its next runs are of the version that is built in this folder. `undefined`: of this one. */
  use(folder: string | undefined): void
  /** Closes the reading end of its standard output, as a log collector does that ends. */
  stopReading(): void
  /** Resident memory now, in MiB. */
  memory(): Promise<number>
  /** How its runs ended. */
  ends: { signalled: number; killedAt: number[]; unexpectedly: number }
  /** The output of all its runs. */
  output(): string
}

/** @param logFile where its standard output is appended. Without one it is read through a pipe. */
type Prepared = { program: Program; logFile?: string | undefined }

export async function prepareServer(
  { program, logFile }: Prepared,
  environment: Environment,
): Promise<RigServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const ends = { signalled: 0, killedAt: [] as number[], unexpectedly: 0 }
  const written: Buffer[] = []
  let child: ChildProcess | undefined
  let ended = Promise.resolve<number | null>(null)
  let expected = false
  let folder = thisVersion

  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const ready = async () => {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    )
    return answer?.ok === true
  }

  function launch(more: Environment = {}): void {
    expected = false
    const log = logFile === undefined ? undefined : openSync(logFile, 'a')
    const started = spawn(process.execPath, [...commands[program], 'start'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        ...environment,
        ...more,
      },
      stdio: ['ignore', log ?? 'pipe', 'pipe'],
    })
    if (log !== undefined) closeSync(log)
    child = started
    started.stdout?.on('data', (chunk) => written.push(chunk))
    started.stderr?.on('data', (chunk) => written.push(chunk))
    ended = new Promise((resolve) =>
      started.once('exit', (code) => {
        if (!expected) ends.unexpectedly += 1
        resolve(code)
      }),
    )
  }

  return {
    url,
    launch,
    running,
    ready,
    ends,
    use(other) {
      folder = other ?? thisVersion
    },
    stopReading: () => void child?.stdout?.destroy(),
    async start(more) {
      launch(more)
      for (let tries = 0; !(await ready()); tries++) {
        // Killed again before it was ready.
        if (!running() && expected) return
        if (!running() || tries > 1_200) {
          throw new Error(
            `The server did not start:\n${Buffer.concat(written).toString().slice(-2_000)}`,
          )
        }
        await sleep(50)
      }
    },
    signal: (signal) => void child?.kill(signal),
    async kill(signal = 'SIGKILL') {
      if (!running()) return { code: await ended, afterMs: 0 }
      expected = true
      if (signal === 'SIGKILL') ends.killedAt.push(Date.now())
      else ends.signalled += 1
      const startedAt = performance.now()
      child?.kill(signal)
      return { code: await ended, afterMs: performance.now() - startedAt }
    },
    async memory() {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
    },
    output() {
      const isThere = logFile !== undefined && existsSync(logFile)
      return Buffer.concat(written).toString() + (isThere ? readFileSync(logFile, 'utf8') : '')
    },
  }
}

/** Runs an operator's command to its end. */
export function runCommand(
  program: Program,
  args: readonly string[],
  environment: Environment,
): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [...commands[program], ...args], {
    cwd: thisVersion,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (errors += chunk))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, errors })))
}
