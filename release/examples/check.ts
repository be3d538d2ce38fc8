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

/** The steps of an example, in order: each needs those before. */
export async function stepsOf(example: Example, around: Surroundings) {
  const project = copyExample(example.name, around.packed, around.folder)
  const database =
    example.needsPostgres || example.worker ? await around.emptyDatabase() : undefined
  const steps: Record<string, () => Promise<unknown>> = {
    installs: () => run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], project),
  }
  for (const [compiler, name] of Object.entries(compilers)) {
    if (example.withoutCompilers?.includes(compiler)) continue
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
  const email = 'ada@example.com'
  steps['npm start, and a recovery in a browser'] = async () => {
    const mail = await around.openMail()
    const { origin, program } = await started(project, mail, database)
    const running = { origin, email, mail }
    try {
      await untilItAnswers(origin, program)
      await example.calls?.(running)
      await recoverInBrowser(running, 'seven blue lanterns by the sea')
    } catch (error) {
      throw new Error(`${error}\n${program.output()}`)
    } finally {
      await program.stop()
      await mail.close()
    }
  }
  return { steps, clean: () => rmSync(project, { recursive: true, force: true }) }
}

async function started(project: string, mail: Mail, database: string | undefined) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    PORT: String(port),
    ORIGIN: origin,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Example <no-reply@example.com>',
    ...(database && { DATABASE_URL: database }),
  }
  return { origin, program: start(['npm', 'start'], project, env) }
}
