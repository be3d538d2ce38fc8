import { type Locale, locales, type MessageKind, messageKinds } from '@latchkey/core'
import { renderMessage, sampleMessages } from '@latchkey/email'
import { brandingFor } from '@latchkey/server/parts/worker'
import { Command, Option } from 'commander'
import { CommandFailed, type Terminal } from './terminal.ts'

const kinds = Object.keys(messageKinds) as MessageKind[]

type Options = { locale?: Locale; html?: true; json?: true }

export function previewCommand(terminal: Terminal): Command {
  return new Command('preview')
    .description('print an email as it would be sent, with made-up facts; nothing is sent')
    .argument('<kind>', kinds.join(', '))
    .addOption(
      new Option('--locale <tag>', 'its language; DEFAULT_LOCALE when absent').choices(locales),
    )
    .option('--html', 'its HTML instead of its plain text')
    .option('--json', 'print the result as JSON')
    .action((kind: string, options: Options) => {
      const config = terminal.config()
      const locale = options.locale ?? config.policy.defaultLocale
      const message = sampleMessages(locale, config).find((one) => one.kind === kind)
      if (!message) {
        throw new CommandFailed(`There is no email ${kind}; there are: ${kinds.join(', ')}.`)
      }
      const email = renderMessage(message, brandingFor(config))
      if (options.json) return terminal.print(JSON.stringify(email))
      terminal.print(options.html ? email.html : `Subject: ${email.subject}\n\n${email.text}`)
    })
}
