import type { Rig } from './rig.ts'

/** Connections of both servers that PostgreSQL still holds. */
export async function connections(rig: Rig): Promise<number> {
  const [row] = await rig.rows<{ count: number }>(
    `select count(*)::int from pg_stat_activity where application_name like 'latchkey-%'`,
  )
  return row?.count ?? 0
}
