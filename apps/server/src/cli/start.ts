import { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { demoAccount } from '../start/demo-account.ts'
import { startAll } from '../start/start-all.ts'
import type { Terminal } from './terminal.ts'

export function startCommand(terminal: Terminal): Command {
  return new Command('start')
    .description(
      'migrate the database and serve everything: pages, API and, unless WORKER=off, the worker',
    )
    .option('--json', 'print where to go as JSON')
    .action(async (options: { json?: true }) => {
      const config = terminal.config()
      const house = await startAll(config)
      terminal.onStop(house.stop)
      const places = placesOf(config, house.address)
      terminal.print(options.json ? JSON.stringify(places) : welcome(config, places))
    })
}

function placesOf(config: Config, address: string) {
  const embedded = config.databaseUrl === undefined
  const caught = config.smtpUrl === undefined
  return {
    url: config.publicUrl,
    listening: address,
    database: embedded ? `embedded, in ${config.dataDir}` : 'PostgreSQL',
    ...(caught && { mailbox: `${config.publicUrl}/mailbox` }),
    ...(embedded && { demo: demoAccount.email }),
  }
}

function welcome(config: Config, places: ReturnType<typeof placesOf>): string {
  const lines = [
    '',
    `  ${config.productName} is running at ${places.url}`,
    '',
    `  Forgot a password   ${places.url}/forgot-password`,
    `  Sign in             ${places.url}/sign-in`,
  ]
  if (places.mailbox)
    lines.push(
      `  Mailbox             ${places.mailbox}   (no mail server is configured: mail is caught here)`,
    )
  if (places.demo)
    lines.push(
      `  Demo account        ${places.demo}   (password "${demoAccount.password}" until you reset it)`,
    )
  else lines.push('  Add an account      npx -y pnpm@12 latchkey user add name@example.com')
  lines.push(`  Database            ${places.database}`)
  if (places.demo)
    lines.push(
      '',
      '  The embedded database is for trying things out: one process, one person. For more, set DATABASE_URL.',
    )
  if (!config.rateLimits)
    lines.push(
      '',
      '  Warning: RATE_LIMITS=off. Nothing slows a guesser down; never run like this in public.',
    )
  lines.push('', '  Ctrl-C stops it.', '')
  return lines.join('\n')
}
