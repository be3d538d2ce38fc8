import { setTimeout as sleep } from 'node:timers/promises'
import type { Rig } from './rig.ts'

/** Kills PostgreSQL: the postmaster, or one backend (PostgreSQL then ends all others itself and recovers). */
export async function killDatabase(rig: Rig, what: 'postmaster' | 'backend'): Promise<void> {
  rig.interrupted()
  if (what === 'postmaster') {
    rig.postgres.signal('SIGKILL')
    await sleep(300)
    return rig.postgres.start()
  }
  const [backend] = await rig.rows<{ pid: number }>(
    `select pid from pg_stat_activity where application_name like 'latchkey-%' order by random() limit 1`,
  )
  if (backend) process.kill(backend.pid, 'SIGKILL')
}
