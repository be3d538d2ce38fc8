import { randomUUID } from 'node:crypto'
import { deliveryAddress, type EmailAddress, type Failure } from '@latchkey/core'
import {
  renderTestEmail,
  sendTestEmail,
  sendTestEmailByService,
  type TestEmailResult,
} from '@latchkey/email'
import { brandingFor, mailboxFor } from '@latchkey/server/parts/worker'
import { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { addressGiven } from './arguments.ts'
import { previewCommand } from './mail-preview.ts'
import { listMailCommand, retryMailCommand, showMailCommand } from './mail-queue.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { unsuppressMailCommand } from './unsuppress.ts'

export function mailCommand(terminal: Terminal): Command {
  return new Command('mail')
    .description('try the mail settings, and see what became of emails')
    .addCommand(testCommand(terminal))
    .addCommand(previewCommand(terminal))
    .addCommand(listMailCommand(terminal))
    .addCommand(showMailCommand(terminal))
    .addCommand(retryMailCommand(terminal))
    .addCommand(unsuppressMailCommand(terminal))
}

function testCommand(terminal: Terminal): Command {
  return new Command('test')
    .description('send one small email with the current settings, and explain the answer')
    .requiredOption('--to <email>', 'the recipient')
    .option('--json', 'print the result as JSON')
    .action(async (options: { to: string; json?: true }) => {
      const config = terminal.config()
      const to = addressGiven(options.to)
      const tried = await trySending(config, to)
      if (options.json) terminal.print(JSON.stringify(tried))
      if (tried.status === 'failed') throw new CommandFailed(explained(tried))
      if (!options.json) terminal.print(succeeded(tried, to, config))
    })
}

type Tried = { status: 'caught'; mailbox: string } | TestEmailResult

type Failed = Extract<Tried, { status: 'failed' }>

async function trySending(config: Config, recipient: EmailAddress): Promise<Tried> {
  const email = {
    id: randomUUID(),
    to: deliveryAddress(recipient),
    from: config.mailFrom,
    replyTo: config.mailReplyTo,
    branding: brandingFor(config),
    locale: config.policy.defaultLocale,
  }
  const { mailService, smtpUrl } = config
  if (mailService) return sendTestEmailByService({ ...email, account: mailService })
  if (smtpUrl === undefined) {
    const { id, to, branding, locale } = email
    mailboxFor(config).keep({ id, kind: 'test', to, ...renderTestEmail(branding, locale) })
    return { status: 'caught', mailbox: `${config.publicUrl}/mailbox` }
  }
  return sendTestEmail({
    ...email,
    url: smtpUrl,
    ehloName: config.smtpName,
    oauth: config.smtpOauth,
    dkim: config.dkim,
  })
}

function succeeded(tried: Exclude<Tried, Failed>, to: EmailAddress, { publicUrl }: Config): string {
  if (tried.status === 'caught') {
    return `No mail server is configured, so the built-in mailbox caught the email. While Latchkey runs, it is at ${tried.mailbox}`
  }
  const skipped = tried.signInSkipped
    ? '\nIt offered no way to sign in, so the user name and the password in the settings were not used.'
    : ''
  return `${tried.host}:${tried.port} accepted the email for ${to.registered}. It answered: ${tried.answer}${skipped}
Check that it arrives (look in the spam folder too), and that its link still leads straight to ${publicUrl}.`
}

/** What the worker does with an email that gets the same answer. */
const inTheQueue: Record<Failure, string> = {
  setup: 'keeps emails with this answer, and tries again until they expire',
  busy: 'tries again later',
  unreachable: 'tries again later',
  unclear: 'tries again later; the email may arrive twice',
  refused: 'gives up an email with this answer',
  unmailable: 'gives up an email with this answer',
  undeliverable: 'does not send such an email',
}

function explained({ host, port, answer, failure, meaning, advice }: Failed): string {
  return `The test email was not sent.

  Server      ${host}:${port}
  Answer      ${answer}
  Meaning     ${meaning}
  What to do  ${advice}
  The worker  ${inTheQueue[failure]}`
}
