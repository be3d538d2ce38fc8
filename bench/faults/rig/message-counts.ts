import type { Rig } from './rig.ts'

/** Counts the messages to these addresses by state. */
export async function messageCounts(rig: Rig, emails: readonly string[]) {
  const rows = await rig.rows<{ state: string; attempts: number }>(
    `select state, attempts from message join recovery_request on request_id = recovery_request.id
     where email_canonical = any($1::text[])`,
    [emails],
  )
  const count = (state: string) => rows.filter((row) => row.state === state).length
  return {
    messages: rows.length,
    delayed: count('delayed'),
    dead: count('dead'),
    handedOver: count('handed-over'),
    mostAttempts: Math.max(0, ...rows.map((row) => row.attempts)),
  }
}

/** How many emails arrived at each of these addresses. */
export function copiesPerAddress(rig: Rig, emails: readonly string[]): number[] {
  return emails.map((email) => rig.sink.deliveries.filter((one) => one.to === email).length)
}
