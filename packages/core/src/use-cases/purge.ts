import type { RecoveryParts } from '../parts.ts'
import type { Purged } from '../ports/index.ts'

/** Removes rows whose retention has ended. Any number of processes may run it at any time. */
export function purge({ store, observe }: Pick<RecoveryParts, 'store' | 'observe'>) {
  return async (): Promise<Purged> => {
    const purged = await store.purge()
    observe({ event: 'purged', ...purged })
    return purged
  }
}
