import type { SeenSecret } from '@latchkey/db'
import { expect, test } from 'vitest'
import { fingerprintOf, secretCheck } from './secret-watch.ts'

/** The table, for processes that share it. */
function openSightings() {
  let rows: SeenSecret[] = []
  return {
    async note(fingerprint: Uint8Array) {
      const hex = Buffer.from(fingerprint).toString('hex')
      const others = rows.filter((row) => Buffer.from(row.fingerprint).toString('hex') !== hex)
      rows = [{ fingerprint, live: true }, ...others]
    },
    async leave(fingerprint: Uint8Array) {
      rows = rows.map((row) => ({ ...row, live: row.live && row.fingerprint !== fingerprint }))
    },
    seen: async () => rows,
    minutesPass() {
      rows = rows.map((row) => ({ ...row, live: false }))
    },
  }
}

function processWith(sightings: ReturnType<typeof openSightings>, ...secrets: string[]) {
  const events: unknown[] = []
  const note = (line: object) => void events.push('event' in line && line.event)
  const log = { error: note, warn: note, info: note }
  const shared = { sightings, ours: secrets.map(fingerprintOf), onlyProcess: false }
  return { ...secretCheck(shared, log as never), events }
}

test('two processes with different secrets both say so, once', async () => {
  const sightings = openSightings()
  const web = processWith(sightings, 'one')
  const worker = processWith(sightings, '"one"')
  await web.run()
  expect([web.differs(), web.events]).toEqual([false, []])
  await worker.run()
  await web.run()
  await web.run()
  expect([web.differs(), web.events]).toEqual([true, ['secret.differs']])
  expect([worker.differs(), worker.events]).toEqual([true, ['secret.differs']])
})

test('a rotation in the documented steps is quiet', async () => {
  const sightings = openSightings()
  const steps = [['old'], ['old', 'new'], ['new', 'old'], ['new']]
  let former = processWith(sightings, ...(steps[0] ?? []))
  await former.run()
  for (const step of steps.slice(1)) {
    const next = processWith(sightings, ...step)
    await next.run()
    await former.run()
    expect([next.events, former.events]).toEqual([[], []])
    // The step is over when every process was restarted.
    sightings.minutesPass()
    await next.run()
    former = next
  }
})

test('a secret that changed while nothing ran is said at the start, and never again', async () => {
  const sightings = openSightings()
  await processWith(sightings, 'one').run()
  sightings.minutesPass()
  const restarted = processWith(sightings, 'other')
  await restarted.run()
  await restarted.run()
  expect([restarted.differs(), restarted.events]).toEqual([false, ['secret.changed']])
})

test('it ends by itself when the other process is gone', async () => {
  const sightings = openSightings()
  const one = processWith(sightings, 'one')
  await processWith(sightings, 'other').run()
  await one.run()
  sightings.minutesPass()
  await one.run()
  expect([one.differs(), one.events]).toEqual([false, ['secret.differs', 'secret.agrees']])
})

test('a stop is clean: a restart with another secret is no difference', async () => {
  const sightings = openSightings()
  const one = processWith(sightings, 'one')
  await one.run()
  await one.leave()
  const other = processWith(sightings, 'other')
  await other.run()
  expect(other.events).toEqual(['secret.changed'])
})
