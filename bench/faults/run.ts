import { parseArgs } from 'node:util'
import { experiments } from './experiments/index.ts'
import { summary } from './rig/report.ts'
import { closeRigs } from './rig/rig.ts'
import { type Report, runExperiment } from './rig/run-experiment.ts'

const help = `Injects faults into running servers and checks that nothing is lost.

  npx -y pnpm@12 faults [F-01 F-15 …] [--short] [--json] [--untimed] [--source]

Without an id, runs every experiment with all its cycles, which takes about an hour and a half.

  --short     run a few cycles of each
  --cycles N  run N cycles of each
  --untimed   do not check time bounds (for a machine with other load)
  --source    run the server's source instead of the built program
  --json      print one report per line to standard output
  --list      list the experiments
  --help      print this help

Exits with 1 if an invariant or a criterion is violated.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    cycles: { type: 'string' },
    json: { type: 'boolean', default: false },
    untimed: { type: 'boolean', default: false },
    source: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const print = (line: string) => void process.stdout.write(`${line}\n`)
const printError = (line: string) => void process.stderr.write(`${line}\n`)

async function main(): Promise<number> {
  if (values.help) {
    print(help)
    return 0
  }
  if (values.list) {
    for (const { id, title, fault } of experiments) print(`${id}  ${title}: ${fault}`)
    return 0
  }
  const unknown = positionals.filter((id) => !experiments.some((one) => one.id === id))
  if (unknown.length > 0) {
    printError(`Unknown experiment: ${unknown.join(', ')}. Use --list to see all.`)
    return 1
  }

  const wanted = experiments.filter(({ id, onlyWhenNamed }) =>
    positionals.length === 0 ? !onlyWhenNamed : positionals.includes(id),
  )
  const reports: Report[] = []
  for (const experiment of wanted) {
    const report = await runExperiment(experiment, {
      program: values.source ? 'source' : 'built',
      short: values.short,
      cycles: values.cycles === undefined ? undefined : Number(values.cycles),
      timed: !values.untimed,
    })
    reports.push(report)
    if (values.json) print(JSON.stringify(report))
    else for (const line of summary(report)) print(line)
  }
  const broken = reports.filter((report) => report.broken.length > 0)
  printError(`${reports.length - broken.length} of ${reports.length} passed`)
  return broken.length > 0 ? 1 : 0
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeRigs().finally(() => process.exit(1)))
}
process.exitCode = await main()
