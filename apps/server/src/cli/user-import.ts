import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import type { ImportedAccount, Operator } from '@latchkey/db'
import { count } from '@latchkey/operator'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { Command, Option } from 'commander'
import { reasonOption } from './arguments.ts'
import { type GivenFile, openGiven } from './given-file.ts'
import { type ImportFormat, importFormats, linesOf } from './import-lines.ts'
import { accountFrom, importFields } from './imported-account.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed, HalfDone, type Terminal } from './terminal.ts'
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
      const given = await openGiven(file, terminal)
      const imported = await withOperator(config, (operator) =>
        importAll({ operator, terminal, file: given, format }, options),
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

type Parts = { operator: Operator; terminal: Terminal; file: GivenFile; format: ImportFormat }

async function importAll(
  { operator, terminal, file, format }: Parts,
  { dryRun = false, reason = null }: { dryRun?: boolean; reason?: string | null },
): Promise<Imported> {
  const add = dryRun
    ? checkOnly(operator)
    : async (accounts: readonly ImportedAccount[]) =>
        (await operator.importAccounts(accounts, { operator: terminal.operator, reason })).length
  const hasher = createPasswordHasher(await loadArgon2Engine())
  const done: Imported = { lines: 0, added: 0, existing: 0, refused: 0, problems: [] }
  let batch: ImportedAccount[] = []
  /** In the file, which has a header and may have empty lines. */
  let lastLine = 0

  async function flush(): Promise<void> {
    if (batch.length === 0) return
    const fresh = await add(batch)
    done.added += fresh
    done.existing += batch.length - fresh
    batch = []
  }

  async function readAll(): Promise<void> {
    for await (const { line, ...found } of linesOf(file, format)) {
      done.lines += 1
      lastLine = line
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
          `${count(done.lines, 'line', 'lines')} read, ${added(done.added, dryRun)}, ${done.refused} refused`,
        )
      }
    }
    await flush()
  }

  try {
    await readAll()
  } catch (error) {
    if (dryRun || done.added === 0) throw error
    terminal.say(
      `It ended at line ${lastLine}: ${added(done.added, dryRun)}. The same command adds the others.`,
    )
    throw new HalfDone({ ...done, lastLine }, error)
  }
  return done
}

/** How many would be added. The addresses are kept, because the file may name one twice. */
function checkOnly(operator: Operator) {
  const seen = new Set<string>()
  return async (accounts: readonly ImportedAccount[]) => {
    for (const one of await operator.findExisting(accounts.map(({ canonical }) => canonical))) {
      seen.add(one)
    }
    const fresh = accounts.filter(({ canonical }) => {
      const isFresh = !seen.has(canonical)
      seen.add(canonical)
      return isFresh
    })
    return fresh.length
  }
}

function added(accounts: number, dryRun: boolean): string {
  return `${count(accounts, 'account', 'accounts')} ${dryRun ? 'would be added' : 'added'}`
}

function inWords(imported: Imported, { dryRun = false }: Options): string {
  const { lines, existing } = imported
  const there = `${count(existing, 'was', 'were')} there before`
  return `${count(lines, 'line', 'lines')} ${dryRun ? 'checked' : 'read'}: ${added(imported.added, dryRun)}, ${there}.`
}

function refusedWords({ refused, problems }: Imported, { json }: Options): string {
  const [were, them] = refused === 1 ? ['line was', 'it'] : ['lines were', 'them']
  const told = `${refused} ${were} refused; correct ${them}, and run the command again.`
  if (json) return told
  const named = problems.map(({ line, problem }) => `  line ${line}: ${problem}`)
  const more = refused - problems.length
  return [told, ...named, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
