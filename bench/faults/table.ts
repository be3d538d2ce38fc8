import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { pageTable, reportTable } from './rig/report.ts'
import type { Report } from './rig/run-experiment.ts'

/*
 * Converts the output of `run.ts --json` to a table: node bench/faults/table.ts <file>…
 * With `--page`, to the shorter one of docs/reliability.md.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { page: { type: 'boolean', default: false } },
})
const lines = positionals.flatMap((file) => readFileSync(file, 'utf8').split('\n'))
const reports: Report[] = lines
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
process.stdout.write(`${values.page ? pageTable(reports) : reportTable(reports)}\n`)
