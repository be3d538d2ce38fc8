import type { Revoked } from '@latchkey/db'
import { Command } from 'commander'
import { addressGiven } from './arguments.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

type RevokeOptions = { all?: true; yes?: true; json?: true }

export function revokeCommand(terminal: Terminal): Command {
  return new Command('revoke')
    .description(
      'make every link, code, ticket and session of before useless; passwords stay. With --all after restoring a backup',
    )
    .argument('[email]', 'of one account')
    .option('--all', 'of every account')
    .option('--yes', 'do it for every account without asking')
    .option('--json', 'print the result as JSON')
    .action(async (email: string | undefined, options: RevokeOptions) => {
      if (options.all ? email !== undefined : email === undefined) {
        throw new CommandFailed('Name one address, or say --all for every account.')
      }
      const revoked =
        email === undefined ? await everything(terminal, options) : await ofOne(terminal, email)
      terminal.print(options.json ? JSON.stringify(revoked) : told(revoked))
    })
}

async function everything(terminal: Terminal, options: RevokeOptions): Promise<Revoked> {
  const config = terminal.config()
  if (!options.yes) await agreed(terminal)
  return withOperator(config, (operator) => operator.revokeAll())
}

async function agreed(terminal: Terminal): Promise<void> {
  const answer = await terminal.ask(
    'Every link and code in every mail stops working, and everybody is signed out. Type yes to go on: ',
  )
  if (answer === undefined) {
    throw new CommandFailed('Nothing was revoked. To do it for every account, say --yes as well.')
  }
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandFailed('Nothing was revoked.')
}

async function ofOne(terminal: Terminal, email: string): Promise<Revoked> {
  const address = addressGiven(email)
  const revoked = await withOperator(terminal.config(), (operator) =>
    operator.revokeAccount(address.canonical),
  )
  if (!revoked) throw new CommandFailed(`No account has the address ${address.registered}.`)
  return revoked
}

function told({ accounts, secrets, sessions }: Revoked): string {
  const links = `${secrets} ${secrets === 1 ? 'secret' : 'secrets'} voided`
  const ended = `${sessions} ${sessions === 1 ? 'session' : 'sessions'} ended`
  return `Revoked for ${accounts} ${accounts === 1 ? 'account' : 'accounts'}: ${links}, ${ended}. Passwords stay.`
}
