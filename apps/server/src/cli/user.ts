import {
  acceptPassword,
  type EmailAddress,
  locales,
  type NormalPassword,
  PASSWORD_LONGEST,
  type PasswordReason,
  unknowable,
} from '@latchkey/core'
import { observeTo, secretsFor } from '@latchkey/server/parts'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { passwordListsFor } from '@latchkey/server/parts/web'
import { Command, Option } from 'commander'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { addressGiven } from './arguments.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

export function userCommand(terminal: Terminal): Command {
  return new Command('user')
    .description('add and list accounts')
    .addCommand(addCommand(terminal))
    .addCommand(listCommand(terminal))
}

type AddOptions = {
  passwordStdin?: true
  passwordHashStdin?: true
  password: boolean
  locale?: string
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
    .option('--no-password', 'an account that signs in elsewhere: no password, and no reset')
    .addOption(new Option('--locale <tag>', 'language of its emails').choices(locales))
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
      const added = await withStores(config, (stores) => stores.accounts.add(account))
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
      for (const account of accounts) {
        const password = account.hasPassword ? 'password' : 'no password'
        terminal.print(
          `${account.email}  ${account.status}  ${password}  since ${account.createdAt.toISOString()}`,
        )
      }
    })
}

async function passwordHashFor(
  owner: EmailAddress,
  options: AddOptions,
  terminal: Terminal,
): Promise<string | undefined> {
  if (!options.password) return undefined
  const config = terminal.config()
  const hasher = createPasswordHasher(await loadArgon2Engine())
  const given = async () => (await terminal.readInput()).replace(/\r?\n$/, '')
  if (options.passwordHashStdin) {
    const hash = await given()
    const problem = hasher.problemWith(hash)
    if (problem === undefined) return hash
    throw new CommandFailed(`The hash was refused. ${problem}.`)
  }
  if (options.passwordStdin) return hasher.hash(await accepted(await given(), owner, config))
  return hasher.hash(unknowable(secretsFor(config).newToken()))
}

async function accepted(
  typed: string,
  owner: EmailAddress,
  config: Config,
): Promise<NormalPassword> {
  const observe = observeTo(createLog(config.logLevel, 'cli'))
  const lists = passwordListsFor(config, observe)
  const judgement = await acceptPassword(typed, owner, { rules: config.policy.password, ...lists })
  if (judgement.ok) return judgement.password
  const said = judgement.reasons.map((reason) => reasonWords(reason, config))
  throw new CommandFailed(`The password was refused: ${said.join('; ')}.`)
}

function reasonWords(reason: PasswordReason, config: Config): string {
  const { minLength } = config.policy.password
  const words: Record<PasswordReason, string> = {
    PASSWORD_TOO_SHORT: `it has fewer than ${minLength} characters`,
    PASSWORD_TOO_LONG: `it has more than ${PASSWORD_LONGEST} characters`,
    PASSWORD_ILL_FORMED: 'it contains bytes that are no characters',
    PASSWORD_COMMON: 'it is one of the most common passwords',
    PASSWORD_CONTEXT: 'it is made of the email address or of the name of this product',
    PASSWORD_BREACHED: 'it is known from a data breach',
  }
  return words[reason]
}
