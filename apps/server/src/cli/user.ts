import { type EmailAddress, locales, unknowable } from '@latchkey/core'
import { secretsFor } from '@latchkey/server/parts'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { Command, Option } from 'commander'
import { addressGiven, reasonOption } from './arguments.ts'
import { givenHash, hashOfGivenPassword } from './given-password.ts'
import { instant } from './message-words.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { table } from './table.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { changeCommands } from './user-change.ts'
import { importCommand } from './user-import.ts'
import { showCommand } from './user-show.ts'
import { withOperator } from './with-operator.ts'
import { withStores } from './with-stores.ts'

export function userCommand(terminal: Terminal): Command {
  const user = new Command('user')
    .description('add, import, list, show and change accounts')
    .addCommand(addCommand(terminal))
    .addCommand(importCommand(terminal))
    .addCommand(listCommand(terminal))
    .addCommand(showCommand(terminal))
  for (const change of changeCommands(terminal)) user.addCommand(change)
  return user
}

type AddOptions = {
  passwordStdin?: true
  passwordHashStdin?: true
  password: boolean
  locale?: string
  reason?: string
  json?: true
}

function addCommand(terminal: Terminal): Command {
  return new Command('add')
    .description('add an account')
    .argument('<email>', 'its address')
    .option(
      '--password-stdin',
      'read its password from standard input; without it, the account gets a random password that is never shown',
    )
    .addOption(
      new Option(
        '--password-hash-stdin',
        'read the hash of its password from standard input: argon2, bcrypt, scrypt or PBKDF2, from another system',
      ).conflicts('passwordStdin'),
    )
    .addOption(
      new Option(
        '--no-password',
        'an account that signs in elsewhere: no password, and no reset',
      ).conflicts(['passwordStdin', 'passwordHashStdin']),
    )
    .addOption(new Option('--locale <tag>', 'language of its emails').choices(locales))
    .addOption(reasonOption('why, for the audit trail'))
    .option('--json', 'print the result as JSON')
    .action(async (email: string, options: AddOptions) => {
      const config = terminal.config()
      needOwnAccounts(config, 'add them there. Latchkey adds nobody.')
      const address = addressGiven(email)
      const account = {
        id: secretsFor(config).newId(),
        address,
        passwordHash: await passwordHashFor(address, options, terminal),
        locale: options.locale,
      }
      const by = { operator: terminal.operator, reason: options.reason ?? null }
      const added = await withOperator(config, (operator) => operator.addAccount(account, by))
      if (!added)
        throw new CommandFailed(
          `${address.registered} already has an account; nothing was changed.`,
        )
      terminal.print(
        options.json
          ? JSON.stringify({ id: account.id, email: address.registered })
          : `Added ${address.registered}.`,
      )
    })
}

function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('list the accounts')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: true }) => {
      const config = terminal.config()
      needOwnAccounts(config, 'list them there. About one of them: latchkey explain <address>')
      const accounts = await withStores(config, (stores) => stores.accounts.list())
      if (options.json) return terminal.print(JSON.stringify(accounts))
      if (accounts.length === 0)
        return terminal.print('No accounts yet. Add one with: latchkey user add <email>')
      const rows = accounts.map(
        ({ email, status, hasPassword, locale, createdAt }) =>
          [
            ...([email, status, hasPassword ? 'yes' : 'no', locale ?? ''] as const),
            instant(createdAt),
          ] as const,
      )
      terminal.print(table(['email', 'status', 'password', 'locale', 'since'], rows))
    })
}

async function passwordHashFor(
  owner: EmailAddress,
  options: AddOptions,
  terminal: Terminal,
): Promise<string | undefined> {
  if (!options.password) return undefined
  if (options.passwordHashStdin) return givenHash(terminal)
  if (options.passwordStdin) return hashOfGivenPassword(owner, terminal)
  const hasher = createPasswordHasher(await loadArgon2Engine())
  return hasher.hash(unknowable(secretsFor(terminal.config()).newToken()))
}
