import { createOperatorEntryStore, FolderInUse, OPERATOR_LINK_MINUTES } from '@latchkey/db'
import { count, operatorPaths } from '@latchkey/operator'
import { secretsFor } from '@latchkey/server/parts'
import { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { forgetOldLinks, handEndOfAll, handLink } from '../operator/handed-links.ts'
import { operatorNameFrom } from '../operator/operator-name.ts'
import { reasonOption } from './arguments.ts'
import { instant } from './message-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

type Options = { name?: string; revokeAll?: true; reason?: string; json?: true }

export function operatorCommand(terminal: Terminal): Command {
  return new Command('operator')
    .description(
      "print a link that opens the operators' page once; it works for ten minutes, and is shown only here",
    )
    .option('--name <who>', 'who enters, for the audit trail; the system user when absent')
    .option('--revoke-all', 'end all sessions and links of the page instead')
    .addOption(reasonOption('with --revoke-all: why, for the audit trail'))
    .option('--json', 'print the result as JSON')
    .action(async (options: Options) => {
      if (options.reason !== undefined && !options.revokeAll) {
        throw new CommandFailed(
          '--reason goes with --revoke-all; what is done on the page has its own.',
        )
      }
      const config = terminal.config()
      if (config.operatorSite === undefined) {
        throw new CommandFailed(
          "OPERATOR_PORT is not set here. This command needs the same settings as the server: if the server has the operators' page, set them in this shell or in .env, for example OPERATOR_PORT=3001; if not, start it with OPERATOR_PORT (docs/operators-page.md).",
        )
      }
      if (options.revokeAll) return revokeAll(terminal, config, options)
      await printLink(terminal, config, options)
    })
}

async function printLink(terminal: Terminal, config: Config, options: Options): Promise<void> {
  const operator = operatorNameFrom(options.name ?? terminal.operator ?? '')
  if (operator === undefined) {
    throw new CommandFailed(
      options.name === undefined
        ? 'This system user has no name. Say who enters: --name <who>'
        : '--name must be a name in one line, of at most 200 characters.',
    )
  }
  const secrets = secretsFor(config)
  const token = secrets.newToken()
  const expiresAt = await storeLink(config, secrets.tokenDigest(token), operator)
  const link = `${config.operatorSite?.url}${operatorPaths.enter}#token=${token}`
  if (options.json) return terminal.print(JSON.stringify({ link, operator, expiresAt }))
  terminal.print(link)
  terminal.say(
    `It works once, until ${instant(expiresAt)}, and is not shown again. What is done with it is done by ${operator}, the audit trail says. To end all sessions: latchkey operator --revoke-all`,
  )
}

type TokenDigest = ReturnType<ReturnType<typeof secretsFor>['tokenDigest']>

/** A running Latchkey has the embedded database to itself, and takes the link from the data folder. */
async function storeLink(config: Config, digest: TokenDigest, operator: string): Promise<Date> {
  try {
    return await withStores(config, (_stores, database) =>
      createOperatorEntryStore(database).issueLink({ digest, operator }),
    )
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    forgetOldLinks(config.dataDir)
    handLink(config.dataDir, digest, { operator })
    return new Date(Date.now() + OPERATOR_LINK_MINUTES * 60_000)
  }
}

async function revokeAll(
  terminal: Terminal,
  config: Config,
  { reason, json }: Options,
): Promise<void> {
  const by = { operator: terminal.operator, reason: reason ?? null }
  const ended = await withStores(config, (_stores, database) =>
    createOperatorEntryStore(database).endAll(by),
  ).catch((error: unknown) => {
    if (!(error instanceof FolderInUse)) throw error
    handEndOfAll(config.dataDir, by)
    return undefined
  })
  if (ended === undefined) {
    return terminal.print(
      json
        ? JSON.stringify({ status: 'handed-over' })
        : "All sessions and unopened links of the operators' page end at its next call.",
    )
  }
  if (json) return terminal.print(JSON.stringify(ended))
  const { sessions, links } = ended
  terminal.print(
    `${count(sessions, 'session', 'sessions')} and ${count(links, 'unopened link', 'unopened links')} of the operators' page ended. Open pages notice within seconds.`,
  )
}
