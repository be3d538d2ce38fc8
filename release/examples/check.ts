import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../packages/db/src/testing/free-port.ts'
import type { Packed } from '../pack.ts'
import { run } from '../run.ts'
import { compilers, copyExample } from './copy.ts'
import type { Example, Mail } from './example.ts'
import { recoverInBrowser } from './recover-in-browser.ts'
import { start, untilItAnswers } from './start.ts'

export type Surroundings = {
  packed: Packed[]
  /** Outside the repository. */
  folder: string
  /** A mail server that keeps what it gets. */
  openMail(): Promise<Mail>
  /** The address of an empty PostgreSQL database. */
  emptyDatabase(): Promise<string>
}

const managers = {
  npm: { program: 'npm', before: [], options: ['--no-audit', '--no-fund'] },
  pnpm: { program: 'npx', before: ['-y', 'pnpm@12'], options: ['--no-frozen-lockfile'] },
}

/** The steps of an example, in order: each needs those before. */
export async function stepsOf(example: Example, around: Surroundings) {
  const project = copyExample(example.name, around.packed, around.folder)
  const database = example.needsPostgres ? await around.emptyDatabase() : undefined
  const { program, before, options } = managers[example.manager ?? 'npm']
  const steps: Record<string, () => Promise<unknown>> = {
    installs: () => run(program, [...before, 'install', '--prefer-offline', ...options], project),
  }
  for (const [compiler, name] of Object.entries(compilers)) {
    if (example.projects.length === 0) continue
    steps[`types, ${compiler}`] = async () => {
      for (const one of example.projects) {
        const bin = join('node_modules', name, 'bin', 'tsc')
        await run('node', [bin, '-p', one, '--noEmit'], project)
      }
    }
  }
  for (const [program = '', ...args] of example.commands ?? []) {
    steps[`${program} ${args.join(' ')}`] = () => run(program, args, project)
  }
  for (const [name, check] of Object.entries(example.checks ?? {})) {
    steps[name] = () => check(project)
  }
  const recovers = async (start: Omit<Start, 'project' | 'mail' | 'database'>, to: string) => {
    const mail = await around.openMail()
    const { origin, programs } = await started({ ...start, project, mail, database })
    const running = { origin, email: 'ada@example.com', mail }
    try {
      await untilItAnswers(origin, programs)
      if (!start.production) await example.calls?.(running)
      await recoverInBrowser(running, to)
    } catch (error) {
      throw new Error([error, ...programs.map((one) => one.output())].join('\n'))
    } finally {
      for (const one of programs) await one.stop()
      await mail.close()
    }
  }
  const commands = [[program, ...before, 'run', example.script ?? 'start']]
  steps['starts, and an account is recovered in a browser'] = () =>
    recovers({ commands }, 'seven blue lanterns by the sea')
  if (example.production) {
    const { start, worker } = example.production
    steps['the same in production, with a worker in a process of its own'] = () =>
      recovers({ commands: [start, worker], production: true }, 'five wooden spoons in a jar')
  }
  return { steps, clean: () => rmSync(project, { recursive: true, force: true }) }
}

type Start = {
  commands: string[][]
  production?: boolean
  project: string
  mail: Mail
  database: string | undefined
}

async function started({ commands, production = false, project, mail, database }: Start) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    PORT: String(port),
    ORIGIN: origin,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Example <no-reply@example.com>',
    ...(database && { DATABASE_URL: database }),
    ...(production && { NODE_ENV: 'production', LATCHKEY_SECRET: 'x'.repeat(44) }),
  }
  return { origin, programs: commands.map((command) => start(command, project, env)) }
}
