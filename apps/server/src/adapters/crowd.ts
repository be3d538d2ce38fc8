import { Unavailable } from '@latchkey/core'

/** Those that hash and those that wait for it, as many as the hasher has places for. */
const CALLS_AT_ONCE = 34

/**
 * Bounds how many calls that end in a slow hash are under way together. Whoever comes on top is told at once, not
 * after a wait, and before the call has cost the database anything.
 */
export function boundCrowd(onRefused: () => void, most = CALLS_AT_ONCE) {
  let underWay = 0
  return <In extends unknown[], Out>(work: (...input: In) => Promise<Out>) =>
    async (...input: In): Promise<Out> => {
      if (underWay >= most) {
        onRefused()
        throw new Unavailable('Too many passwords wait to be hashed', { retryAfterSeconds: 2 })
      }
      underWay += 1
      try {
        return await work(...input)
      } finally {
        underWay -= 1
      }
    }
}
