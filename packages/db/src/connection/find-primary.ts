import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { placeOfAddress } from './hosts.ts'

/*
 * Which of several servers the connections go to: the one that accepts writes. It is looked for with the first
 * connection, and again after a connection could not be made or a statement was refused because its server is a standby.
 */

/** The code is SQLSTATE's for a read-only transaction, which counts as "away": a standby may be promoted any moment. */
export class NoPrimary extends Error {
  override readonly name = 'NoPrimary'
  readonly code = '25006'
}

export type Primary = {
  /** The address that new connections use. */
  address(): string
  /**
   * Resolves when a server that accepts writes is known: at once, unless it was lost.
   *
   * @throws NoPrimary if there is none within the time that a connection may take
   */
  find(): Promise<void>
  /** A connection to it failed, or it refused to write. */
  lost(): void
}

/** The only server, whatever it says: who waits for it gets its own error. */
export function onlyServer(address: string): Primary {
  return { address: () => address, find: async () => {}, lost: () => {} }
}

type Settings = Omit<pg.ClientConfig, 'connectionString'> & { connectionTimeoutMillis: number }

const PAUSE_MS = 200
const LOOK_MS = 1_000

/** @param settings those of every connection; `connectionTimeoutMillis` bounds the search. */
export function primaryAmong(addresses: readonly string[], settings: Settings): Primary {
  let known: string | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const giveUpAt = performance.now() + settings.connectionTimeoutMillis
    for (;;) {
      const seen = await Promise.all(addresses.map((address) => lookAt(address, settings)))
      known = newest(seen)
      if (known !== undefined) return
      if (performance.now() > giveUpAt) throw new NoPrimary(describe(seen))
      await sleep(PAUSE_MS)
    }
  }

  return {
    address: () => known ?? (addresses[0] as string),
    async find() {
      if (known !== undefined) return
      looking ??= look().finally(() => {
        looking = undefined
      })
      await looking
    },
    lost() {
      known = undefined
    },
  }
}

type Seen = { address: string } & (
  | { is: 'primary'; timeline: string }
  | { is: 'standby' }
  | { is: 'away'; reason: string }
)

/** After a promotion, an old primary that came back accepts writes too. The timeline of the new one is higher. */
function newest(seen: readonly Seen[]): string | undefined {
  const primaries = seen.filter((one) => one.is === 'primary')
  // As hexadecimal digits of one length they sort as they are; the first of equals stands first in the address.
  const [found] = primaries.sort((a, b) => b.timeline.localeCompare(a.timeline))
  return found?.address
}

// The file names of the write-ahead log begin with eight digits of the timeline. A standby refuses both functions.
const LOOK = `select pg_catalog.pg_is_in_recovery() or pg_catalog.current_setting('transaction_read_only') = 'on' as standby,
  case when not pg_catalog.pg_is_in_recovery()
    then pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8) end as timeline`

async function lookAt(address: string, settings: Settings): Promise<Seen> {
  const client = new pg.Client({
    ...settings,
    connectionString: address,
    connectionTimeoutMillis: LOOK_MS,
    query_timeout: LOOK_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ standby: boolean; timeline: string | null }>(LOOK)
    const [found] = rows
    if (!found || found.standby) return { address, is: 'standby' }
    return { address, is: 'primary', timeline: found.timeline ?? '' }
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(Reflect.get(error, 'code')) : ''
    return { address, is: 'away', reason }
  } finally {
    void client.end().catch(() => {})
  }
}

function describe(seen: readonly Seen[]): string {
  const each = seen.map((one) => {
    const place = placeOfAddress(one.address)
    return one.is === 'away' ? `${place} does not answer (${one.reason})` : `${place} is a standby`
  })
  return `none of the servers accepts writes: ${each.join(', ')}`
}
