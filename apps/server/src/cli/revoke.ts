import type { Revoked } from '@latchkey/db'
import { count } from '@latchkey/operator'
import { Command } from 'commander'
import { addressGiven, reasonOption } from './arguments.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

type RevokeOptions = { all?: true; yes?: true; reason?: string; json?: true }

export function revokeCommand(terminal: Terminal): Command {
  return new Command('revoke')
    .description(
      'revoke all links, codes, tickets and sessions; passwords stay. Use --all after restoring a backup',
    )
    .argument('[email]', 'the address of one account')
    .option('--all', 'revoke for all accounts')
    .addOption(reasonOption('why, for the audit trail and for webhooks'))
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'print the result as JSON')
    .action(async (email: string | undefined, options: RevokeOptions) => {
      if (options.all ? email !== undefined : email === undefined) {
        throw new CommandFailed('Name one address, or use --all for all accounts.')
      }
      const revoked =
        email === undefined
          ? await revokeAll(terminal, options)
          : await revokeOne(terminal, email, options)
      terminal.print(options.json ? JSON.stringify(revoked) : inWords(revoked))
    })
}

async function revokeAll(terminal: Terminal, options: RevokeOptions): Promise<Revoked> {
  const config = terminal.config()
  if (!options.yes) await confirmed(terminal)
  return withOperator(config, (operator) => operator.revokeAll(by(terminal, options)))
}

async function confirmed(terminal: Terminal): Promise<void> {
  const answer = await terminal.question(
    'All links and codes in all emails stop working, and all users are signed out. Type yes to continue: ',
  )
  if (answer === undefined) {
    throw new CommandFailed('Nothing was revoked. To confirm without a terminal, add --yes.')
  }
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandFailed('Nothing was revoked.')
}

function by({ operator }: Terminal, { reason = null }: { reason?: string | null }) {
  return { operator, reason }
}

async function revokeOne(
  terminal: Terminal,
  email: string,
  options: RevokeOptions,
): Promise<Revoked> {
  const address = addressGiven(email)
  const revoked = await withOperator(terminal.config(), (operator) =>
    operator.revokeAccount(address.canonical, by(terminal, options)),
  )
  if (!revoked) throw new CommandFailed(`No account has the address ${address.registered}.`)
  return revoked
}

function inWords({ accounts, secrets, sessions }: Revoked): string {
  const links = `${count(secrets, 'secret', 'secrets')} voided`
  const ended = `${count(sessions, 'session', 'sessions')} ended`
  return `Revoked for ${count(accounts, 'account', 'accounts')}: ${links}, ${ended}. Passwords stay.`
}
