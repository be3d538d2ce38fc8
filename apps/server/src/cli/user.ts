import {
  judgePassword,
  type NormalPassword,
  normalPassword,
  parseEmailAddress,
} from '@latchkey/core'
import { Command } from 'commander'
import { loadCommonPasswords } from '../adapters/common-passwords.ts'
import { createPasswordHasher } from '../adapters/password-hasher.ts'
import { secretsFor } from '../compose.ts'
import type { Config } from '../config.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

export function userCommand(terminal: Terminal): Command {
  return new Command('user')
    .description('add and list accounts')
    .addCommand(addCommand(terminal))
    .addCommand(listCommand(terminal))
}

type AddOptions = { passwordStdin?: true; password: boolean; locale?: string; json?: true }

function addCommand(terminal: Terminal): Command {
  return new Command('add')
    .description('add an account')
    .argument('<email>', 'its address')
    .option(
      '--password-stdin',
      'read its password from standard input; otherwise nobody knows one until it is reset',
    )
    .option('--no-password', 'an account that signs in elsewhere: no password, no recovery')
    .option('--locale <tag>', 'language of its mails, such as en')
    .option('--json', 'print the result as JSON')
    .action(async (email: string, options: AddOptions) => {
      const config = terminal.config()
      const address = parseEmailAddress(email)
      if (!address) throw new CommandFailed(`"${email}" is not an email address.`)
      const secrets = secretsFor(config)
      const typed = options.passwordStdin
        ? (await terminal.readInput()).replace(/\r?\n$/, '')
        : undefined
      const password =
        typed === undefined ? unknowable(secrets.newToken()) : await judged(typed, address, config)
      const account = {
        id: secrets.newId(),
        address,
        passwordHash: options.password ? await createPasswordHasher().hash(password) : undefined,
        locale: options.locale,
      }
      const added = await withStores(config, (stores) => stores.accounts.add(account))
      if (!added)
        throw new CommandFailed(`${address.registered} has an account already; it was left alone.`)
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
      const accounts = await withStores(terminal.config(), (stores) => stores.accounts.list())
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

/** A password that exists and that nobody has seen, so that its owner can choose one by recovery. */
function unknowable(token: string): NormalPassword {
  return normalPassword(token) as NormalPassword
}

async function judged(
  typed: string,
  owner: NonNullable<ReturnType<typeof parseEmailAddress>>,
  config: Config,
): Promise<NormalPassword> {
  const common = await loadCommonPasswords()
  const judgement = judgePassword(typed, config.policy.password, { owner, common })
  if (judgement.ok) return judgement.password
  throw new CommandFailed(`The password was refused: ${judgement.reasons.join(', ')}.`)
}
