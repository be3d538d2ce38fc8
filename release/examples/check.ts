import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../packages/db/src/testing/postgres-server.ts'
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
  const email = 'ada@example.com'
  steps['starts, and an account is recovered in a browser'] = async () => {
    const mail = await around.openMail()
    const { origin, server } = await started({
      command: [program, ...before, 'run', example.script ?? 'start'],
      project,
      mail,
      database,
    })
    const running = { origin, email, mail }
    try {
      await untilItAnswers(origin, server)
      await example.calls?.(running)
      await recoverInBrowser(running, 'seven blue lanterns by the sea')
    } catch (error) {
      throw new Error(`${error}\n${server.output()}`)
    } finally {
      await server.stop()
      await mail.close()
    }
  }
  return { steps, clean: () => rmSync(project, { recursive: true, force: true }) }
}

type Start = { command: string[]; project: string; mail: Mail; database: string | undefined }

async function started({ command, project, mail, database }: Start) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    PORT: String(port),
    ORIGIN: origin,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Example <no-reply@example.com>',
    ...(database && { DATABASE_URL: database }),
  }
  return { origin, server: start(command, project, env) }
}
