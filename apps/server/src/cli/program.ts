import { Command } from 'commander'
import { versionOf } from '../locations.ts'
import type { Terminal } from './terminal.ts'

/** The operators' commands. Each has `--help` and `--json`. */
const commands: Record<string, (terminal: Terminal) => Promise<Command>> = {
  start: async (terminal) => (await import('./start.ts')).startCommand(terminal),
  worker: async (terminal) => (await import('./worker.ts')).workerCommand(terminal),
  adopt: async (terminal) => (await import('./adopt.ts')).adoptCommand(terminal),
  doctor: async (terminal) => (await import('./doctor.ts')).doctorCommand(terminal),
  migrate: async (terminal) => (await import('./migrate.ts')).migrateCommand(terminal),
  user: async (terminal) => (await import('./user.ts')).userCommand(terminal),
  mail: async (terminal) => (await import('./mail.ts')).mailCommand(terminal),
  events: async (terminal) => (await import('./events.ts')).eventsCommand(terminal),
  explain: async (terminal) => (await import('./explain.ts')).explainCommand(terminal),
  revoke: async (terminal) => (await import('./revoke.ts')).revokeCommand(terminal),
  link: async (terminal) => (await import('./link.ts')).linkCommand(terminal),
  'require-reset': async (terminal) =>
    (await import('./require-reset.ts')).requireResetCommand(terminal),
  operator: async (terminal) => (await import('./operator.ts')).operatorCommand(terminal),
  audit: async (terminal) => (await import('./audit.ts')).auditCommand(terminal),
  config: async (terminal) => (await import('./config-print.ts')).configCommand(terminal),
  purge: async (terminal) => (await import('./purge.ts')).purgeCommand(terminal),
  prove: async (terminal) => (await import('./prove.ts')).proveCommand(terminal),
}

/**
 * @param named the first word of the command line. If it names a command, only that one is loaded, so that a server
 *   does not hold the others in memory.
 */
export async function program(terminal: Terminal, named = ''): Promise<Command> {
  const latchkey = new Command('latchkey')
    .description('Account recovery: the pages, the emails and the API.')
    .showHelpAfterError()
    .version(versionOf(), '--version', 'print the version')
  const wanted = Object.hasOwn(commands, named) ? [named] : Object.keys(commands)
  for (const name of wanted) {
    const command = await commands[name]?.(terminal)
    if (command) latchkey.addCommand(command)
  }
  endByOurselves(latchkey, terminal)
  return latchkey
}

/** So that one place says how a command ended, as JSON too. */
function endByOurselves(command: Command, terminal: Pick<Terminal, 'say'>): void {
  command.exitOverride()
  command.configureOutput({ writeErr: (text) => terminal.say(text.trimEnd()) })
  // A command line that stops before the command asks which there are. Commander calls that an error.
  const help = command.help.bind(command)
  command.help = () => help({ error: false })
  for (const one of command.commands) endByOurselves(one, terminal)
}
