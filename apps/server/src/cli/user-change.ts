import { type EmailAddress, locales } from '@latchkey/core'
import type { AccountChange, AccountChanged, Operator } from '@latchkey/db'
import { count } from '@latchkey/operator'
import { Command, Option } from 'commander'
import { addressGiven, reasonOption } from './arguments.ts'
import { hashOfGivenPassword } from './given-password.ts'
import { noNoticeWords, noticeInJson, whatStopsNotices } from './notice-words.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withDigests } from './with-digests.ts'
import { withOperator } from './with-operator.ts'

type Options = { reason?: string; json?: true }

/** The commands that change one account. Each is in the audit trail, with who ran it and why. */
export function changeCommands(terminal: Terminal): Command[] {
  const command = (name: string, description: string) =>
    new Command(name)
      .description(description)
      .argument('<email>', 'its address')
      .addOption(reasonOption('why, for the audit trail and for webhooks'))
      .option('--json', 'print the result as JSON')
  const change = (email: string, options: Options, what: AccountChange) =>
    changeOne(terminal, { address: addressGiven(email), change: what }, options)

  return [
    command('disable', 'end its sessions and links; it can neither sign in nor recover').action(
      (email: string, options: Options) => change(email, options, { what: 'disable' }),
    ),
    command('enable', 'let it sign in and recover again').action(
      (email: string, options: Options) => change(email, options, { what: 'enable' }),
    ),
    command('remove', 'delete it for good')
      .option('--yes', 'do not ask for confirmation')
      .action(async (email: string, options: Options & { yes?: true }) => {
        const address = addressGiven(email)
        if (!options.yes) await confirmed(terminal, address)
        await changeOne(terminal, { address, change: { what: 'remove' } }, options)
      }),
    command('set-email', 'give it another address; links and codes to the former one end')
      .argument('<new-email>', 'its new address')
      .action((email: string, to: string, options: Options) =>
        change(email, options, { what: 'move', to: addressGiven(to) }),
      ),
    command('set-locale', 'set the language of its emails')
      .argument('<tag>', `${locales.join(', ')}, or none: that of its requests`)
      .action((email: string, tag: string, options: Options) =>
        change(email, options, { what: 'set-locale', locale: localeGiven(tag) }),
      ),
    command('set-password', 'set its password; the owner is told, and sessions end')
      .addOption(
        new Option('--password-stdin', 'read it from standard input').makeOptionMandatory(),
      )
      .action(async (email: string, options: Options) => {
        const address = addressGiven(email)
        needOwnAccounts(terminal.config(), ELSEWHERE)
        const passwordHash = await hashOfGivenPassword(address, terminal)
        await changeOne(
          terminal,
          { address, change: { what: 'set-password', passwordHash } },
          options,
        )
      }),
  ]
}

const ELSEWHERE = 'change them there.'

function localeGiven(tag: string): string | null {
  if (tag === 'none') return null
  const locale = locales.find((one) => one.toLowerCase() === tag.toLowerCase())
  if (locale !== undefined) return locale
  throw new CommandFailed(`There is no language ${tag}; there are: ${locales.join(', ')}, none.`)
}

async function confirmed(terminal: Terminal, { registered }: EmailAddress): Promise<void> {
  const answer = await terminal.question(
    `The account of ${registered} is deleted for good. Type its address to continue: `,
  )
  if (answer === undefined) {
    throw new CommandFailed('Nothing was removed. To confirm without a terminal, add --yes.')
  }
  if (answer.trim() !== registered) throw new CommandFailed('Nothing was removed.')
}

async function changeOne(
  terminal: Terminal,
  { address, change }: { address: EmailAddress; change: AccountChange },
  { reason, json }: Options,
): Promise<void> {
  const config = terminal.config()
  needOwnAccounts(config, ELSEWHERE)
  const by = { operator: terminal.operator, reason: reason ?? null }
  const isTold = change.what === 'set-password'
  const act = async (operator: Operator) => ({
    stops: isTold ? await whatStopsNotices(operator, config, address) : [],
    changed: await operator.changeAccount({ canonicalEmail: address.canonical, change }, by),
  })
  const { changed, stops } = await (isTold
    ? withDigests({ terminal, config }, act)
    : withOperator(config, act))
  if (changed.status === 'unknown') {
    throw new CommandFailed(`No account has the address ${address.registered}.`)
  }
  if (changed.status === 'taken') {
    throw new CommandFailed('Another account has the new address; nothing was changed.')
  }
  if (json) {
    const notice = isTold ? { notice: noticeInJson(stops) } : {}
    return terminal.print(JSON.stringify({ ...changed, ...notice }))
  }
  const noNotice = noNoticeWords(address, stops)
  const told = isTold && noNotice === undefined ? ' Its owner gets an email that says so.' : ''
  terminal.print(`${inWords(changed, address, change)}${told}`)
  if (noNotice !== undefined) terminal.say(noNotice)
}

type Done = Extract<AccountChanged, { accountId: string }>

function inWords(changed: Done, { registered }: EmailAddress, change: AccountChange): string {
  if (changed.status === 'unchanged') return `${registered} was so already; nothing was changed.`
  const done: Record<AccountChange['what'], string> = {
    disable: `${registered} is disabled.`,
    enable: `${registered} is enabled.`,
    remove: `${registered} is removed.`,
    move: `${registered} is now ${change.what === 'move' ? change.to.registered : ''}.`,
    'set-locale': `The language of ${registered} is set.`,
    'set-password': `The password of ${registered} is set.`,
  }
  const { revoked } = changed
  const ended = revoked
    ? ` ${count(revoked.sessions, 'session', 'sessions')} ended, ${count(revoked.secrets, 'secret', 'secrets')} voided.`
    : ''
  return `${done[change.what]}${ended}`
}
