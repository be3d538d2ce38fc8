import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlClient } from '../../../packages/db/src/testing/sql-client.ts'
import type { Experiment } from '../rig/experiment.ts'

export const f09: Experiment = {
  id: 'F-09',
  title: 'PostgreSQL restarts during a migration',
  fault:
    'fast shutdown 0–1500 ms after two servers started on an empty database; PostgreSQL and both servers start again',
  cycles: { full: 20, short: 1 },
  async run(rig, { cycles }) {
    const seen = { interruptedStarts: 0, migratedOnce: 0 }
    for (let cycle = 0; cycle < cycles; cycle++) {
      await Promise.all(rig.servers.map((server) => server.kill('SIGTERM')))
      const name = `empty_${cycle}`
      await rig.postgres.createDatabase(name)
      const direct = { DATABASE_URL: rig.postgres.url(name) }
      for (const server of rig.servers) server.launch(direct)
      await sleep(randomInt(1_500))
      await rig.postgres.halt()
      await rig.postgres.start()
      await sleep(500)
      for (const server of rig.servers) {
        // It has exited with a message about the database; a supervisor would restart it.
        if (!server.running()) seen.interruptedStarts += 1
        await server.kill()
        server.ends.unexpectedly = 0
      }
      await Promise.all(rig.servers.map((server) => server.start(direct)))
      const client = await openSqlClient(rig.postgres.url(name))
      const [applied] = await client.rows<{ all: number; different: number }>(
        'select count(*)::int as all, count(distinct name)::int as different from kysely_migration',
      )
      await client.close()
      if (applied && applied.all > 0 && applied.all === applied.different) seen.migratedOnce += 1
    }
    await Promise.all(rig.servers.map((server) => server.kill('SIGTERM')))
    await Promise.all(rig.servers.map((server) => server.start()))
    return { ...seen, cycles }
  },
  pass: {
    'the second start succeeds and migrates once': (seen) => seen.migratedOnce === seen.cycles,
  },
}
