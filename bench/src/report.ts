import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Flags } from './flags.ts'
import { type Row, round } from './record.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const page = here('../../docs/performance.md')
const BEGIN = '<!-- begin: written by pnpm bench --docs -->'
const END = '<!-- end -->'

export type Conditions = ReturnType<typeof conditionsOf>

export function conditionsOf(flags: Flags) {
  return {
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: Number(loadavg()[0]?.toFixed(2)),
    node: process.version,
    flags,
  }
}

export function writeReport(conditions: Conditions, rows: Row[]): string {
  const folder = here('../results')
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/${conditions.date.slice(0, 16).replaceAll(':', '')}.json`
  writeFileSync(path, `${JSON.stringify({ ...conditions, rows }, undefined, 2)}\n`)
  if (conditions.flags.docs) writePage(conditions, rows)
  return path
}

/** Writes one table per measure, with the conditions of its run. Tables of other measures stay. */
export function writePage(conditions: Conditions, rows: Row[]): void {
  const text = readFileSync(page, 'utf8')
  const begin = text.indexOf(BEGIN) + BEGIN.length
  const end = text.indexOf(END)
  if (begin < BEGIN.length || end < begin) throw new Error(`${page} has no markers for the tables`)
  const [, ...written] = text.slice(begin, end).split(/^### /m)
  const blocks = new Map(written.map((block) => [block.slice(0, block.indexOf('\n')), block]))
  for (const [measure, table] of tablesOf(rows)) {
    blocks.set(measure, `${measure}\n\n${describe(conditions)}\n\n${table}\n\n`)
  }
  const section = [...blocks.values()].map((block) => `### ${block}`).join('')
  writeFileSync(page, `${text.slice(0, begin)}\n\n${section}${text.slice(end)}`)
}

function describe(conditions: Conditions): string {
  const { flags } = conditions
  return `${conditions.date.slice(0, 10)}, commit ${conditions.commit}: ${conditions.cores} cores (${conditions.cpu}), ${conditions.memoryGiB} GiB, Node ${conditions.node}, load average before the run ${conditions.loadBefore}; ${flags.accounts} accounts, ${flags.connections} connections, ${flags.rounds} rounds of ${flags.seconds} s.`
}

const headings: Record<string, string> = {
  rate: 'per second',
  p50ms: 'p50, ms',
  p99ms: 'p99, ms',
  serverCpuMicros: 'server CPU, µs',
  databaseCpuMicros: 'database CPU, µs',
  idleMiB: 'idle, MiB',
  peakMiB: 'peak, MiB',
  rateWhileDraining: 'while draining',
}

export function tables(rows: Row[]): string {
  return [...tablesOf(rows).values()].join('\n\n')
}

function tablesOf(rows: Row[]): Map<string, string> {
  const measures = [...new Set(rows.map((row) => row.measure))]
  return new Map(
    measures.map((name) => [
      name,
      table(
        name,
        rows.filter((row) => row.measure === name),
      ),
    ]),
  )
}

function table(measure: string, rows: Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.spreads)))].filter(
    (name) => name !== 'failed' || rows.some((row) => (row.spreads.failed?.max ?? 0) > 0),
  )
  const compared = rows.some((row) => row.leaderRatio)
  const head = [measure, ...names.map((name) => headings[name] ?? name)]
  if (compared) head.push('first row ÷ this')
  const lines = rows.map((row) => {
    const cells = names.map((name) => cell(row.spreads[name]))
    return [row.who, ...cells, ...(compared ? [cell(row.leaderRatio)] : [])]
  })
  return [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function cell(spread: { median: number; min: number; max: number } | undefined): string {
  if (!spread) return ''
  const { median, min, max } = spread
  return `${round(median)} (${round(min)}–${round(max)})`
}
