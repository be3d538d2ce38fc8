import type { Rig } from './rig.ts'

/** The status of each server's health checks; 0 without an answer. */
export async function statuses(rig: Rig): Promise<{ live: number[]; ready: number[] }> {
  const of = (page: string) =>
    Promise.all(
      rig.servers.map(async ({ url }) => {
        const options = { signal: AbortSignal.timeout(10_000) }
        const answer = await fetch(`${url}/health/${page}`, options).catch(() => undefined)
        return answer?.status ?? 0
      }),
    )
  return { live: await of('live'), ready: await of('ready') }
}
