import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { isSchemaName, openPostgres } from '@latchkey/db'
import { Command, Option } from 'commander'
import { adopt } from '../adopt/adopt.ts'
import { presetNames } from '../adopt/presets/index.ts'
import { accepting, asking } from '../adopt/questions.ts'
import { AdoptionRefused } from '../adopt/refusal.ts'
import type { Report } from '../adopt/report.ts'
import { describeDatabaseProblem } from '../start/database-problem.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

type Options = {
  databaseUrl: string
  yes?: true
  preset?: string
  users?: string
  email?: string
  functions?: true
  out: string
  role: string
  schema: string
  pepperFile?: string
  json?: true
}

const files = {
  map: 'latchkey.accounts.json',
  role: 'latchkey-role.sql',
  functions: 'latchkey-functions.sql',
}

export function adoptCommand(terminal: Terminal): Command {
  return new Command('adopt')
    .description(
      `look at the users that your application has, and write ${files.map}, which says where they are, and ${files.role}, a role that may touch nothing else. It changes nothing in the database`,
    )
    .addOption(
      new Option(
        '--database-url <url>',
        'the database of your application, as a role that may read its tables; it is used once and not kept',
      )
        .env('DATABASE_URL')
        .makeOptionMandatory(),
    )
    .option('--yes', 'ask nothing, and accept every proposal')
    .addOption(
      new Option(
        '--preset <name>',
        'what the application is made with; otherwise it is recognised',
      ).choices(presetNames),
    )
    .option(
      '--users <table>',
      'the table of the users, such as public.users, if several could be it',
    )
    .option('--email <column>', 'its column of addresses, if several could be it')
    .option(
      '--functions',
      `write ${files.functions} too: functions that stand for the tables, so that the role can see none of them`,
    )
    .option('--out <folder>', 'where the files go', '.')
    .option('--role <name>', 'the role that Latchkey will have', 'latchkey')
    .addOption(
      new Option('--schema <name>', "the schema of Latchkey's own tables")
        .env('DATABASE_SCHEMA')
        .default('latchkey'),
    )
    .addOption(
      new Option(
        '--pepper-file <file>',
        'the application appends the secret in this file to each password',
      ).env('PEPPER_FILE'),
    )
    .option('--json', 'print what was found as JSON; asks nothing')
    .action((options: Options) => run(terminal, options))
}

async function run(terminal: Terminal, options: Options): Promise<void> {
  const { databaseUrl: url, schema, role, json } = options
  if (!/^postgres(?:ql)?:\/\//.test(url)) {
    throw new CommandFailed('--database-url must be an address such as postgres://owner@db/app.')
  }
  for (const [name, value] of Object.entries({ schema, role })) {
    if (!isSchemaName(value)) {
      throw new CommandFailed(
        `--${name} must be a name of lower-case letters, digits and underscores that does not begin with pg_.`,
      )
    }
  }
  const isAsking = !options.yes && !json
  const database = openPostgres({ url, schema, role: 'migration', maxConnections: 1 })
  try {
    const adoption = await adopt(
      database,
      {
        ...{ preset: options.preset, users: options.users, email: options.email, role },
        functions: options.functions ?? false,
        hasPepper: options.pepperFile !== undefined,
      },
      isAsking ? asking((text) => terminal.question(text)) : accepting,
    )
    const saved = save(options.out, {
      [files.map]: adoption.map,
      [files.role]: adoption.role,
      ...(adoption.functions !== undefined && { [files.functions]: adoption.functions }),
    })
    const { report } = adoption
    terminal.print(
      json
        ? JSON.stringify({ status: 'ok', files: saved.files, kept: saved.kept, ...report })
        : inWords(report, saved, { role, schema }),
    )
  } catch (error) {
    if (error instanceof AdoptionRefused) throw new CommandFailed(error.message)
    const problem = describeDatabaseProblem(error, url)
    if (problem === undefined) throw error
    throw new CommandFailed(problem.replaceAll('DATABASE_URL', '--database-url'))
  } finally {
    await database.close()
  }
}

/** Where the files are, and under which names those of before were kept because they were others. */
type Saved = { files: string[]; kept: string[] }

function save(folder: string, contents: Readonly<Record<string, string>>): Saved {
  const saved: Saved = { files: [], kept: [] }
  try {
    mkdirSync(folder, { recursive: true })
    for (const [name, content] of Object.entries(contents)) {
      const file = join(folder, name)
      const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
      if (before !== undefined && before !== content) saved.kept.push(keep(file))
      if (before !== content) {
        // Whole or not at all, should the disk be full.
        writeFileSync(`${file}.part`, content)
        renameSync(`${file}.part`, file)
      }
      saved.files.push(file)
    }
  } catch (error) {
    throw new CommandFailed(
      `The files could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}. Name a folder with --out.`,
    )
  }
  return saved
}

/** Somebody may have edited it. */
function keep(file: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${file}.${number}.before`
    if (existsSync(name)) continue
    copyFileSync(file, name)
    return name
  }
}

function inWords(
  report: Report,
  { files: written, kept }: Saved,
  { role, schema }: { role: string; schema: string },
): string {
  const list = (lines: readonly string[]) =>
    lines.map((line) => `  - ${line.replaceAll('\n', '\n    ')}`)
  const [map = '', ...scripts] = written
  return [
    'Found:',
    ...list(report.found),
    'Look at these before you go on:',
    ...list(report.unsure),
    ...(report.advice.length > 0 ? ['About the tables:', ...list(report.advice)] : []),
    ...kept.map((name) => `What was there before is kept as ${name}.`),
    `Written: ${written.join(', ')}. Nothing was changed in the database. Read them, then:`,
    ...scripts.map((script) => `  psql <database> -v pw='a long password' -f ${script}`),
    `  export ACCOUNTS_FILE=${map} SIGN_IN_URL=<your sign-in page> DATABASE_URL=postgres://${role}:<password>@<host>/<database>${schema === 'latchkey' ? '' : ` DATABASE_SCHEMA=${schema}`}`,
    '  latchkey doctor --trial <the address of a user>',
    '  latchkey start',
  ].join('\n')
}
