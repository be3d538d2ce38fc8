import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export type Program = {
  output(): string
  /** Ends it and everything that it started. */
  stop(): Promise<void>
}

/** Starts a program in a process group of its own. */
export function start(command: string[], cwd: string, env: Record<string, string>): Program {
  const [program = '', ...args] = command
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, detached: true })
  let output = ''
  const keep = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      output += String(error)
      resolve()
    })
    child.on('close', () => resolve())
  })
  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined || child.exitCode !== null) return
    try {
      process.kill(-child.pid, name)
    } catch {
      // It has ended in the meantime.
    }
  }
  return {
    output: () => output,
    async stop() {
      signal('SIGTERM')
      await Promise.race([ended, sleep(10_000).then(() => signal('SIGKILL'))])
      await ended
    },
  }
}

/** @throws with what the program wrote, if it does not answer within two minutes. */
export async function untilItAnswers(origin: string, program: Program): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 200) {
    const answer = await fetch(origin).catch(() => undefined)
    if (answer?.ok) return
    await sleep(200)
  }
  throw new Error(`${origin} does not answer:\n${program.output()}`)
}
