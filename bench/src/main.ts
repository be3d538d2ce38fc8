import { fillBetterAuth, fillExpress, fillLatchkey } from './data.ts'
import { readFlags } from './flags.ts'
import { measures } from './measures/index.ts'
import { createRecord } from './record.ts'
import { conditionsOf, tables, writeReport } from './report.ts'
import { openWorld } from './world.ts'

const flags = readFlags(Object.keys(measures))
const conditions = conditionsOf(flags)
const record = createRecord()
// An interrupted run still writes what it has measured.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    report()
    process.exit(1)
  })
}

const world = await openWorld(flags, record)
try {
  console.log(`Filling the databases: ${flags.accounts} accounts …`)
  for (const database of ['latchkey', 'latchkey_slow']) {
    await fillLatchkey(world, database, flags.accounts)
  }
  await fillBetterAuth(world, 'better_auth', flags.accounts)
  await fillExpress(world, flags.accounts)
  for (const [name, measure] of Object.entries(measures)) {
    if (flags.only === undefined || flags.only.includes(name)) await measure(world)
  }
} finally {
  await world.close()
}
report()

function report(): void {
  const rows = record.rows()
  console.log(`\n${tables(rows)}\n\nWritten to ${writeReport(conditions, rows)}`)
}
