import type { Rig } from './rig.ts'

const waiting = `select id from queue.job where name = 'delivery' and state < 'completed'`

/** Simulates the passing of time for waiting messages, by moving their timestamps into the past. */
export async function letTimePass(rig: Rig, minutes: number): Promise<void> {
  const past = `make_interval(mins => ${Number(minutes)})`
  await rig.rows(
    `update recovery_request set created_at = created_at - ${past}, closes_at = closes_at - ${past}
     where id in (select (data ->> 'requestId')::uuid from queue.job where id in (${waiting}))`,
  )
  await rig.rows(
    `update message set created_at = created_at - ${past}, updated_at = updated_at - ${past}
     where id in (${waiting})`,
  )
  await rig.rows(
    `update queue.job set created_on = created_on - ${past}, start_after = start_after - ${past},
     keep_until = keep_until - ${past} where name = 'delivery' and state in ('created', 'retry')`,
  )
}
