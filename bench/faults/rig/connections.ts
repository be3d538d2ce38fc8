import type { Rig } from './rig.ts'

/** Open connections of both servers to PostgreSQL. */
export async function connections(rig: Rig): Promise<number> {
  const [row] = await rig.rows<{ count: number }>(
    `select count(*)::int from pg_stat_activity where application_name like 'latchkey-%'`,
  )
  return row?.count ?? 0
}
