import type { Report } from './run-experiment.ts'

export function summary({ id, title, cycles, seconds, counts, seen, broken }: Report): string[] {
  const facts = Object.entries({ cycles, ...counts, ...seen }).map(
    ([name, value]) => `${name} ${value}`,
  )
  return [
    `${broken.length === 0 ? 'passed' : 'FAILED'}  ${id}  ${title} (${seconds} s)`,
    `        ${facts.join(', ')}`,
    ...broken.map((what) => `        violated: ${what}`),
  ]
}

/** The table of docs/reliability.md: what happened to people, without the details of each experiment. */
export function pageTable(reports: readonly Report[]): string {
  const rows = reports.map(({ id, title, cycles, counts, broken }) => {
    const { accepted, duplicates, resets, lost } = counts
    const passed = broken.length === 0 ? 'yes' : `**no**: ${broken.join('; ')}`
    return `| ${[id, title, cycles, accepted, resets, duplicates, lost, passed].join(' | ')} |`
  })
  return [
    '| Id | What fails | Cycles | Requests accepted | Resets | Duplicate emails | Lost | Passed |',
    '|---|---|--:|--:|--:|--:|--:|---|',
    ...rows,
  ].join('\n')
}

/** Every number of every experiment. */
export function reportTable(reports: readonly Report[]): string {
  const rows = reports.map(({ id, fault, cycles, counts, seen, broken }) => {
    const { accepted, emailed, suppressed, dead, duplicates, resets, lost } = counts
    const details = Object.entries(seen).map(([name, value]) => `${name} ${value}`)
    const passed = broken.length === 0 ? 'yes' : `**no**: ${broken.join('; ')}`
    const cells = [id, fault, cycles, accepted, emailed, suppressed, dead, duplicates, resets, lost]
    return `| ${[...cells, passed, details.join(', ')].join(' | ')} |`
  })
  return [
    '| Id | Fault | Cycles | Accepted | Emailed | Suppressed | Dead | Duplicates | Resets | Lost | Passed | Details |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
