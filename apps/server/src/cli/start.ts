import { placeOf } from '@latchkey/server/parts'
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
    .option('--json', 'print the addresses as JSON')
    .action(async (options: { json?: true }) => {
      const config = terminal.config()
      const server = await startAll(config)
      terminal.onStop(server.stop, config.drainSeconds)
      const addresses = addressesOf(config, server.address)
      if (options.json) return terminal.print(JSON.stringify(addresses))
      terminal.welcome(welcome(config, addresses))
    })
}

function addressesOf(config: Config, address: string) {
  const embedded = config.databaseUrl === undefined
  const caught = config.catchesEmail
  return {
    url: config.publicUrl,
    listening: address,
    database: embedded ? `embedded, in ${config.dataDir}` : 'PostgreSQL',
    ...(config.accounts && { accounts: placeOf(config.accounts).place }),
    ...(config.signInUrl !== undefined && { signIn: config.signInUrl }),
    ...(config.operatorSite && { operators: config.operatorSite.url }),
    ...(caught && { mailbox: `${config.publicUrl}/mailbox` }),
    ...(embedded && config.demoAccount && { demo: demoAccount.email }),
  }
}

function welcome(config: Config, addresses: ReturnType<typeof addressesOf>): string {
  const lines = [
    '',
    `  ${config.productName} is running at ${addresses.url}`,
    '',
    `  Forgot a password   ${addresses.url}/forgot-password`,
    `  Sign in             ${addresses.signIn ?? `${addresses.url}/sign-in`}`,
  ]
  if (addresses.mailbox)
    lines.push(
      `  Mailbox             ${addresses.mailbox}   (emails are kept here, because no mail server is configured)`,
    )
  if (addresses.demo)
    lines.push(
      `  Demo account        ${addresses.demo}   (password "${demoAccount.password}" until you reset it)`,
    )
  else if (addresses.accounts !== undefined)
    lines.push(`  Users               those of your application, ${addresses.accounts}`)
  else lines.push('  Add an account      npx -y pnpm@12 latchkey user add name@example.com')
  if (addresses.operators !== undefined)
    lines.push(
      `  Operators           ${addresses.operators}   (a link that lets you in, with the same settings: OPERATOR_PORT=${config.operatorSite?.port} npx -y pnpm@12 latchkey operator)`,
    )
  lines.push(`  Database            ${addresses.database}`)
  if (config.databaseUrl === undefined)
    lines.push(
      '',
      '  The embedded database is for evaluation: one process, one user. For more, set DATABASE_URL.',
    )
  if (!config.rateLimits)
    lines.push(
      '',
      '  Warning: RATE_LIMITS=off. Brute-force attacks are not slowed down; never run like this in public.',
    )
  lines.push('', '  Ctrl-C stops it.', '')
  return lines.join('\n')
}
