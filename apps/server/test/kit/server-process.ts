import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@latchkey/db/testing'
import { until } from './until.ts'

const folder = fileURLToPath(new URL('../../', import.meta.url))

export type Environment = Record<string, string>

/** The command line as an operator runs it, from source, in a process of its own. */
export function runCommand(
  args: string[],
  environment: Environment,
  input = '',
): Promise<CommandResult> {
  return beginCommand(args, environment, input).result
}

/** The same, with its result in a file that is open for writing. */
export function runCommandInto(
  standardOutput: number,
  args: string[],
  environment: Environment,
): Promise<CommandResult> {
  const child = spawnCommand([...ours, ...args], environment, standardOutput)
  child.stdin?.end()
  return resultOf(child, collect(child))
}

/** The same, read only after a while, as a pager is. */
export async function runCommandReadLate(
  args: string[],
  environment: Environment,
  input: string,
): Promise<CommandResult> {
  const child = spawnCommand([...ours, ...args], environment)
  child.stdin?.end(input)
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  await new Promise((resolve) => child.stdout?.once('readable', resolve))
  await sleep(500)
  const output = collect(child)
  return { code: await closed, output: output.out(), errors: output.err() }
}

/** The same, and nobody reads its output. */
export function runCommandUnread(
  args: string[],
  environment: Environment,
  input: string,
): Promise<number | null> {
  const child = spawnCommand([...ours, ...args], environment)
  child.stdout?.destroy()
  child.stderr?.destroy()
  child.stdin?.end(input)
  return new Promise((resolve) => child.once('close', resolve))
}

/** Ctrl-C is pressed as soon as `isTime`. Its input has no end, so that the command has none of its own before. */
export async function runCommandUntil(
  isTime: () => Promise<boolean>,
  args: string[],
  { environment, input }: { environment: Environment; input: string },
): Promise<CommandResult> {
  const child = spawnCommand([...ours, ...args], environment)
  const output = collect(child)
  child.stdin?.write(input)
  while (child.exitCode === null && !(await isTime())) await sleep(50)
  child.kill('SIGINT')
  return resultOf(child, output)
}

/** A command that takes a while, with what it has said so far. */
export function beginCommand(args: string[], environment: Environment, input = '') {
  const child = spawnCommand([...ours, ...args], environment)
  const output = collect(child)
  child.stdin?.end(input)
  return { errors: output.err, result: resultOf(child, output) }
}

export type CommandResult = { code: number | null; output: string; errors: string }

function resultOf(
  child: ChildProcess,
  { out, err }: ReturnType<typeof collect>,
): Promise<CommandResult> {
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, output: out(), errors: err() })),
  )
}

export type ServerProcess = {
  url: string
  /** Everything it wrote so far, both streams. */
  output(): string
  kill(signal: NodeJS.Signals): Promise<number | null>
}

type Start = {
  /** Of another build, by its path. */
  program?: string | undefined
  /** A file that is open for writing; otherwise it is collected. */
  standardOutput?: number | undefined
}

/** A server that is up: `/health/ready` says so, and the operators' page answers if it has one. */
export async function startServer(
  environment: Environment,
  { program, standardOutput }: Start = {},
): Promise<ServerProcess> {
  const port = environment.PORT ?? String(await freePort())
  const settings = { HOST: '127.0.0.1', PORT: port, ...environment }
  const of = program === undefined ? ours : [program]
  const operatorPort = environment.OPERATOR_PORT
  const urls = [
    `http://127.0.0.1:${port}/health/ready`,
    ...(operatorPort ? [`http://127.0.0.1:${operatorPort}/`] : []),
  ]
  return started(spawnCommand([...of, 'start'], settings, standardOutput), { port, urls })
}

/** A worker apart that is up, with its port. */
export async function startWorker(environment: Environment): Promise<ServerProcess> {
  const port = String(await freePort())
  const more = { HOST: '127.0.0.1', WORKER_PORT: port, ...environment }
  const urls = [`http://127.0.0.1:${port}/health/ready`]
  return started(spawnCommand([...ours, 'worker'], more), { port, urls })
}

type Listening = {
  port: string /** Each of which answers with 200 when it is up. */
  urls: string[]
}

async function started(child: ChildProcess, { port, urls }: Listening): Promise<ServerProcess> {
  const output = collect(child)
  // Not `exit`, after which its last lines may still be read.
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const said = () => `The server did not start:\n${output.out()}${output.err()}`
  await until(async () => {
    if (child.exitCode !== null) throw new Error(said())
    const answers = await Promise.all(urls.map((url) => fetch(url).catch(() => undefined)))
    return answers.every((answer) => answer?.ok) || undefined
  }, said)
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output.out() + output.err(),
    async kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}

// In CI the built program, which loads in a fifth of the time and is what people run; otherwise what was just written.
const ours = process.env.CI ? ['bin/latchkey.js'] : ['--conditions=latchkey-source', 'src/main.ts']

function spawnCommand(
  args: string[],
  environment: Environment,
  standardOutput: number | 'pipe' = 'pipe',
): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', standardOutput, 'pipe'],
  })
  // It may end before it has read its input.
  child.stdin?.on('error', () => {})
  return child
}

function collect(child: ChildProcess) {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => (out += chunk))
  child.stderr?.on('data', (chunk) => (err += chunk))
  return { out: () => out, err: () => err }
}
