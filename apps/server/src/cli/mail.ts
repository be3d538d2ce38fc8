import { randomUUID } from 'node:crypto'
import { deliveryAddress, type EmailAddress, parseEmailAddress } from '@latchkey/core'
import { renderTestEmail, sendTestEmail } from '@latchkey/email'
import { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { brandingFor, mailboxFor } from '../start/compose-worker.ts'
import { adviceFor, type FailedMail, type MailAdvice } from './mail-advice.ts'
import { listMailCommand, retryMailCommand, showMailCommand } from './mail-queue.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

export function mailCommand(terminal: Terminal): Command {
  return new Command('mail')
    .description('try the mail settings, and see what became of mails')
    .addCommand(testCommand(terminal))
    .addCommand(listMailCommand(terminal))
    .addCommand(showMailCommand(terminal))
    .addCommand(retryMailCommand(terminal))
}

function testCommand(terminal: Terminal): Command {
  return new Command('test')
    .description('send one small mail with the settings as they are, and explain the answer')
    .requiredOption('--to <email>', 'who gets it')
    .option('--json', 'print the result as JSON')
    .action(async (options: { to: string; json?: true }) => {
      const config = terminal.config()
      const to = parseEmailAddress(options.to)
      if (!to) throw new CommandFailed(`"${options.to}" is not an email address.`)
      const tried = await tryMail(config, to)
      if (options.json) terminal.print(JSON.stringify(tried))
      if (tried.status === 'failed') throw new CommandFailed(explained(tried))
      if (!options.json) terminal.print(told(tried, to, config))
    })
}

type Tried =
  | { status: 'caught'; mailbox: string }
  | { status: 'handed-over'; host: string; port: number; answer: string }
  | Failed

type Failed = { status: 'failed' } & FailedMail & MailAdvice

async function tryMail(config: Config, recipient: EmailAddress): Promise<Tried> {
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

function told(tried: Exclude<Tried, Failed>, to: EmailAddress, { publicUrl }: Config): string {
  if (tried.status === 'caught') {
    return `No mail server is configured, so the built-in mailbox caught it. While Latchkey runs, it is at ${tried.mailbox}`
  }
  return `${tried.host}:${tried.port} took the mail for ${to.registered}. It answered: ${tried.answer}
Look whether it arrives, in the spam folder too, and whether its link still leads straight to ${publicUrl}.`
}

function explained({ host, port, answer, meaning, advice }: Failed): string {
  return `The test mail was not sent.

  Server      ${host}:${port}
  Answer      ${answer}
  Meaning     ${meaning}
  What to do  ${advice}`
}
