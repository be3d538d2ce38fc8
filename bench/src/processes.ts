import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/* Processes, and their CPU and memory from /proc. Linux only. */

const TICKS_PER_SECOND = 100

/** All children are killed when the benchmark ends, however it ends. */
const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

export type Started = { pid: number; stop(): Promise<void>; firstLine: Promise<string> }

export function start(
  command: string,
  args: string[],
  options: {
    env?: Record<string, string>
    cwd?: string
    output?: boolean
    /** Discard standard error. */
    quiet?: boolean
    user?: { uid: number; gid: number }
    stopWith?: NodeJS.Signals
  } = {},
): Started {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', options.output ? 'pipe' : 'ignore', options.quiet ? 'ignore' : 'inherit'],
    ...options.user,
  })
  children.add(child)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void exited.then(() => children.delete(child))
  return {
    pid: child.pid ?? 0,
    firstLine: new Promise((resolve, reject) => {
      let text = ''
      child.stdout?.on('data', (chunk) => {
        text += chunk
        if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
      })
      void exited.then(() => (options.output ? reject(new Error(`${args[0]} ended`)) : undefined))
    }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(options.stopWith ?? 'SIGTERM')
        const slow = setTimeout(() => child.kill('SIGKILL'), 15_000)
        await exited
        clearTimeout(slow)
      }
    },
  }
}

/** Runs a program of this folder to its end and returns its output. */
export function run(args: string[], env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.add(child)
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.once('exit', (code) => {
      children.delete(child)
      if (code === 0) resolve(text)
      else reject(new Error(`${args[0]} ended with ${code}`))
    })
  })
}

export async function untilReady(url: string, everyMs = 5): Promise<void> {
  for (let tries = 0; tries < 60_000 / everyMs; tries++) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await sleep(everyMs)
  }
  throw new Error(`${url} did not answer within a minute`)
}

/** CPU seconds of the processes, including all threads and ended children. */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const fields = statOf(pid)
    ticks += [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields?.[field] ?? 0), 0)
  }
  return ticks / TICKS_PER_SECOND
}

export function withChildren(parent: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return [parent, ...all.filter((pid) => Number(statOf(pid)?.[1]) === parent)]
}

function statOf(pid: number): string[] | undefined {
  try {
    // The fields after the name, which is in parentheses: state, parent, …
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
  } catch {
    return undefined
  }
}

/** Resident memory in MiB: current and peak. */
export function memoryOf(pids: readonly number[]): { now: number; most: number } {
  const sum = { now: 0, most: 0 }
  for (const pid of pids) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    sum.now += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
    sum.most += Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024
  }
  return sum
}
