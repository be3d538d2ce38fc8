import type { Purged } from '../event.ts'
import type { RecoveryParts } from '../recovery.ts'

/** Removes what retention no longer covers. Safe to run at any time and from any number of processes. */
export function purge({ store, observe }: Pick<RecoveryParts, 'store' | 'observe'>) {
  return async (): Promise<Purged> => {
    const purged = await store.purge()
    observe({ event: 'purged', ...purged })
    return purged
  }
}
