import { readFileSync } from 'node:fs'
import { reportTable } from './rig/report.ts'
import type { Report } from './rig/run-experiment.ts'

/* Converts the output of `run.ts --json` to the tables of docs/reliability.md: node bench/faults/table.ts <file>… */

const lines = process.argv.slice(2).flatMap((file) => readFileSync(file, 'utf8').split('\n'))
const reports: Report[] = lines
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
process.stdout.write(`${reportTable(reports)}\n`)
