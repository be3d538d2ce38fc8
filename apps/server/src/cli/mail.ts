import { randomUUID } from 'node:crypto'
import { deliveryAddress, type EmailAddress } from '@latchkey/core'
import { renderTestEmail, sendTestEmail } from '@latchkey/email'
import { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { brandingFor, mailboxFor } from '../start/compose-worker.ts'
import { addressGiven } from './arguments.ts'
import { adviceFor, type FailedEmail, type MailAdvice } from './mail-advice.ts'
import { listMailCommand, retryMailCommand, showMailCommand } from './mail-queue.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

export function mailCommand(terminal: Terminal): Command {
  return new Command('mail')
    .description('try the mail settings, and see what became of emails')
    .addCommand(testCommand(terminal))
    .addCommand(listMailCommand(terminal))
    .addCommand(showMailCommand(terminal))
    .addCommand(retryMailCommand(terminal))
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

type Tried =
  | { status: 'caught'; mailbox: string }
  | { status: 'handed-over'; host: string; port: number; answer: string }
  | Failed

type Failed = { status: 'failed' } & FailedEmail & MailAdvice

async function trySending(config: Config, recipient: EmailAddress): Promise<Tried> {
  const branding = brandingFor(config)
  const id = randomUUID()
  const to = deliveryAddress(recipient)
  if (config.smtpUrl === undefined) {
    mailboxFor(config).keep({
      id,
      kind: 'test',
      to,
      ...renderTestEmail(branding, config.policy.defaultLocale),
    })
    return { status: 'caught', mailbox: `${config.publicUrl}/mailbox` }
  }
  const result = await sendTestEmail({
    id,
    to,
    url: config.smtpUrl,
    ehloName: config.smtpName,
    oauth: config.smtpOauth,
    from: config.mailFrom,
    replyTo: config.mailReplyTo,
    dkim: config.dkim,
    branding,
    locale: config.policy.defaultLocale,
  })
  return result.status === 'failed' ? { ...result, ...adviceFor(result) } : result
}

function succeeded(tried: Exclude<Tried, Failed>, to: EmailAddress, { publicUrl }: Config): string {
  if (tried.status === 'caught') {
    return `No mail server is configured, so the built-in mailbox caught the email. While Latchkey runs, it is at ${tried.mailbox}`
  }
  return `${tried.host}:${tried.port} accepted the email for ${to.registered}. It answered: ${tried.answer}
Check that it arrives (look in the spam folder too), and that its link still leads straight to ${publicUrl}.`
}

function explained({ host, port, answer, meaning, advice }: Failed): string {
  return `The test email was not sent.

  Server      ${host}:${port}
  Answer      ${answer}
  Meaning     ${meaning}
  What to do  ${advice}`
}
