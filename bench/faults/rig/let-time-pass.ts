import type { Rig } from './rig.ts'

/** Simulates the passing of time for waiting messages, by moving their timestamps into the past. */
export async function letTimePass(rig: Rig, minutes: number): Promise<void> {
  const past = `make_interval(mins => ${Number(minutes)})`
  await rig.rows(
    `update recovery_request set created_at = created_at - ${past}, closes_at = closes_at - ${past}
     where id in (select (payload ->> 'requestId')::uuid from outbox_job)`,
  )
  await rig.rows(
    `update message set created_at = created_at - ${past}, updated_at = updated_at - ${past}
     where id in (select id from outbox_job)`,
  )
  await rig.rows(
    `update outbox_job set created_at = created_at - ${past}, due_at = due_at - ${past}
     where leased_at is null`,
  )
}
