import type { Report } from './run-experiment.ts'

export function summary({ id, title, cycles, seconds, counts, seen, broken }: Report): string[] {
  const facts = Object.entries({ cycles, ...counts, ...seen }).map(
    ([name, value]) => `${name} ${value}`,
  )
  return [
    `${broken.length === 0 ? 'passed' : 'BROKEN'}  ${id}  ${title} (${seconds} s)`,
    `        ${facts.join(', ')}`,
    ...broken.map((what) => `        broken: ${what}`),
  ]
}

export function reportTable(reports: readonly Report[]): string {
  const rows = reports.map(({ id, fault, cycles, counts, seen, broken }) => {
    const { accepted, mailed, suppressed, dead, extraCopies, resets, lost } = counts
    const more = Object.entries(seen).map(([name, value]) => `${name} ${value}`)
    const passed = broken.length === 0 ? 'yes' : `**no**: ${broken.join('; ')}`
    const cells = [id, fault, cycles, accepted, mailed, suppressed, dead, extraCopies, resets, lost]
    return `| ${[...cells, passed, more.join(', ')].join(' | ')} |`
  })
  return [
    '| Id | Fault | Cycles | Accepted | Mailed | Suppressed | Dead | Extra copies | Resets | Lost | Passed | Also seen |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
