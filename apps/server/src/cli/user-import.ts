import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import type { ImportedAccount, Operator } from '@latchkey/db'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { Command, Option } from 'commander'
import { reasonOption } from './arguments.ts'
import { type ImportFormat, importFormats, linesOf } from './import-lines.ts'
import { accountFrom, importFields } from './imported-account.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

const BATCH = 500
/** Lines between two reports of how far it is. */
const REPORT_EVERY = 10_000
/** Refused lines that the result names one by one. The others are counted. */
const MOST_NAMED = 1_000

type Imported = {
  lines: number
  added: number
  /** Their address had an account, which was left as it is. */
  existing: number
  refused: number
  problems: { line: number; problem: string }[]
}

type Options = { format?: ImportFormat; dryRun?: boolean; reason?: string; json?: true }

export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .description('add accounts from a file; it can be run again, and leaves those that are there')
    .argument(
      '<file>',
      `CSV with a header, or a JSON object a line, of ${importFields.join(', ')}; - is standard input`,
    )
    .addOption(
      new Option('--format <format>', 'by the ending of the file when absent').choices(
        importFormats,
      ),
    )
    .option('--dry-run', 'check every line, and add nothing')
    .addOption(reasonOption('why, for the audit trail'))
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: Options) => {
      const config = terminal.config()
      needOwnAccounts(config, 'add them there. Latchkey adds nobody.')
      const format = options.format ?? formatOf(file)
      const input = file === '-' ? terminal.input() : createReadStream(file)
      await opened(input, file)
      const imported = await withOperator(config, (operator) =>
        importAll({ operator, terminal, input, format }, options),
      )
      if (options.json) terminal.print(JSON.stringify(imported))
      else terminal.print(inWords(imported, options))
      if (imported.refused > 0) throw new CommandFailed(refusedWords(imported, options))
    })
}

function formatOf(file: string): ImportFormat {
  const ending = extname(file).toLowerCase()
  if (ending === '.csv') return 'csv'
  if (ending === '.ndjson' || ending === '.jsonl') return 'ndjson'
  throw new CommandFailed(`Say what ${file} holds: --format csv or --format ndjson.`)
}

/** Standard input is open; a file may not be there. */
async function opened(input: Readable, file: string): Promise<void> {
  if (file === '-') return
  await new Promise<void>((resolve, reject) => {
    input.once('ready', resolve)
    input.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.message
      reject(new CommandFailed(`${file} cannot be read (${code}). Nothing was added.`))
    })
  })
}

type Parts = { operator: Operator; terminal: Terminal; input: Readable; format: ImportFormat }

async function importAll(
  { operator, terminal, input, format }: Parts,
  { dryRun = false, reason }: Options,
): Promise<Imported> {
  const hasher = createPasswordHasher(await loadArgon2Engine())
  const done: Imported = { lines: 0, added: 0, existing: 0, refused: 0, problems: [] }
  let batch: ImportedAccount[] = []

  async function flush(): Promise<void> {
    if (batch.length === 0) return
    const added = dryRun ? batch.length : (await operator.importAccounts(batch)).length
    done.added += added
    done.existing += batch.length - added
    batch = []
  }

  for await (const { line, ...found } of linesOf(input, format)) {
    done.lines += 1
    const read = found.fields ? accountFrom(found.fields, hasher) : found
    if ('account' in read) {
      batch.push({ id: randomUUID(), ...read.account })
      if (batch.length === BATCH) await flush()
    } else {
      done.refused += 1
      if (done.problems.length < MOST_NAMED) done.problems.push({ line, problem: read.problem })
    }
    if (done.lines % REPORT_EVERY === 0) {
      terminal.say(
        `${done.lines} lines read, ${done.added} accounts added, ${done.refused} refused`,
      )
    }
  }
  await flush()
  if (!dryRun && done.added > 0) {
    await operator.recordImport({ operator: terminal.operator, reason: reason ?? null })
  }
  return done
}

function inWords({ lines, added, existing }: Imported, { dryRun }: Options): string {
  const accounts = (count: number) => `${count} ${count === 1 ? 'account' : 'accounts'}`
  return dryRun
    ? `${lines} lines checked: ${accounts(added)} can be added, unless their addresses have one.`
    : `${lines} lines read: ${accounts(added)} added, ${existing} ${existing === 1 ? 'was' : 'were'} there before.`
}

function refusedWords({ refused, problems }: Imported, { json }: Options): string {
  const count = `${refused} ${refused === 1 ? 'line was' : 'lines were'} refused; correct them and run it again.`
  if (json) return count
  const named = problems.map(({ line, problem }) => `  line ${line}: ${problem}`)
  const more = refused - problems.length
  return [count, ...named, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
