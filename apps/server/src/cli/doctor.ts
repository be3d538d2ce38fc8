import { ConfigError } from '@latchkey/server/parts'
import { Command } from 'commander'
import { type Examination, examine } from '../doctor/examine.ts'
import { type Result, resultsOf } from '../doctor/result.ts'
import { addressGiven } from './arguments.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

type Options = { trial?: string; slowLookups?: boolean; json?: true }

export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .description(
      'look at everything that a start needs, and say what is wrong and what to do: settings, database, email, and with ACCOUNTS_FILE the tables of your application. It changes nothing',
    )
    .option(
      '--trial <address>',
      'with ACCOUNTS_FILE: a whole reset of this user in a transaction that is rolled back; the tables of Latchkey are made for it, as by `latchkey migrate`. With ACCOUNTS_URL: what the application says of this user, without a change',
    )
    .option('--slow-lookups', 'accept searches without an index in tables above a million rows')
    .option('--json', 'print the result as JSON')
    .action(async ({ trial, slowLookups = false, json }: Options) => {
      const address = trial === undefined ? undefined : addressGiven(trial)
      const results = await examined(terminal, { trial: address, slowLookups })
      const problems = results.filter(({ result }) => result === 'problem').length
      const status = problems === 0 ? 'ok' : 'failed'
      terminal.print(json ? JSON.stringify({ status, checks: results }) : inWords(results))
      if (problems === 0) return
      throw new CommandFailed(
        problems === 1 ? 'There is a problem.' : `There are ${problems} problems.`,
      )
    })
}

async function examined(terminal: Terminal, options: Examination): Promise<Result[]> {
  try {
    return await examine(terminal.config(), options)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((problem) => resultsOf('settings').problem(problem))
  }
}

const marks: Record<Result['result'], string> = {
  ok: 'ok     ',
  note: 'note   ',
  warning: 'WARNING',
  problem: 'PROBLEM',
}

function inWords(results: readonly Result[]): string {
  const widest = Math.max(...results.map(({ check }) => check.length))
  const indent = ' '.repeat(marks.ok.length + widest + 4)
  return results
    .map(({ check, result, says, todo }) => {
      const text = todo === undefined ? says : `${says}\n${todo}`
      return `${marks[result]}  ${check.padEnd(widest)}  ${text.replaceAll('\n', `\n${indent}`)}`
    })
    .join('\n')
}
