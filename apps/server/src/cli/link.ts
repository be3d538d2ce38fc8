import type { EmailAddress } from '@latchkey/core'
import type { IssuedLink } from '@latchkey/db'
import { secretsFor } from '@latchkey/server/parts'
import { Command } from 'commander'
import { renderUnicodeCompact } from 'uqr'
import { addressGiven, reasonOption } from './arguments.ts'
import { instant } from './message-words.ts'
import { noNoticeWords, noticeInJson, whatStopsNotices } from './notice-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withDigests } from './with-digests.ts'

type Options = { reason: string; qr: boolean; json?: true }

export function linkCommand(terminal: Terminal): Command {
  return new Command('link')
    .description(
      'make a link for somebody whose email does not arrive; it is shown once, here. Off unless OPERATOR_LINKS=on',
    )
    .argument('<email>', 'the address of the account')
    .addOption(
      reasonOption('why, and how you know who asks: for the audit trail').makeOptionMandatory(),
    )
    .option('--no-qr', 'print no QR code')
    .option('--json', 'print the result as JSON')
    .action(async (email: string, { reason, qr, json }: Options) => {
      const config = terminal.config()
      if (!config.operatorLinks) {
        throw new CommandFailed(
          'Links by hand are off: an operator could take over any account with them. To allow them, set OPERATOR_LINKS=on.',
        )
      }
      const address = addressGiven(email)
      const secrets = secretsFor(config)
      const token = secrets.newToken()
      const { issued, stops } = await withDigests({ terminal, config }, async (operator) => ({
        stops: await whatStopsNotices(operator, config, address),
        issued: await operator.issueLink(
          {
            canonicalEmail: address.canonical,
            requestId: secrets.newId(),
            addressDigest: secrets.addressDigest(address),
            clientDigest: secrets.clientDigest('operator'),
            tokenDigest: secrets.tokenDigest(token),
          },
          { operator: terminal.operator, reason },
        ),
      }))
      if (issued.status === 'refused') throw new CommandFailed(refusals[issued.reason](address))
      const link = config.resetUrl.replace('{token}', token)
      const { accountId, expiresAt } = issued
      if (json) {
        const notice = noticeInJson(stops)
        return terminal.print(JSON.stringify({ link, accountId, expiresAt, notice }))
      }
      terminal.print(link)
      if (qr) terminal.print(`\n${renderUnicodeCompact(link)}\n`)
      const once = `It works once, until ${instant(expiresAt)}, and is not shown again. Hand it to nobody but the owner of ${address.registered}`
      const noNotice = noNoticeWords(address, stops)
      terminal.say(
        noNotice === undefined
          ? `${once}, who gets an email that it was made, and another one when the password is changed.`
          : `${once}. ${noNotice}`,
      )
    })
}

type Refusal = Extract<IssuedLink, { status: 'refused' }>['reason']

const refusals: Record<Refusal, (address: EmailAddress) => string> = {
  unknown: ({ registered }) => `No account has the address ${registered}.`,
  disabled: ({ registered }) => `The account of ${registered} is disabled.`,
  'no-password': ({ registered }) =>
    `The account of ${registered} has no password, because it signs in elsewhere.`,
  shared: ({ registered }) =>
    `Several active users share ${registered}, so nobody knows whose link it would be.`,
}
