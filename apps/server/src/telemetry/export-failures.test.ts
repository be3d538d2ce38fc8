import { expect, test } from 'vitest'
import { reportExportFailures } from './export-failures.ts'

test('a collector that is away is reported once in ten minutes, with the number of failures', () => {
  const lines: unknown[] = []
  let now = 0
  const report = reportExportFailures(
    { warn: (line: unknown) => void lines.push(line) } as never,
    () => now,
  )
  for (let minute = 0; minute < 25; minute++) {
    now = minute * 60_000
    report('ECONNREFUSED')
  }
  expect(lines).toEqual([
    { event: 'telemetry.unsent', problem: 'ECONNREFUSED', failures: 1 },
    { event: 'telemetry.unsent', problem: 'ECONNREFUSED', failures: 10 },
    { event: 'telemetry.unsent', problem: 'ECONNREFUSED', failures: 10 },
  ])
})
