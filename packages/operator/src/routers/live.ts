import { refuse } from '../operator-error.ts'
import type { Closing } from '../ports.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** For callers in the same process, who leave by themselves. */
const neverClosing: Closing = {
  aborted: false,
  addEventListener() {},
  removeEventListener() {},
}

/** Procedures under `live`. */
export const liveRouter = router({
  /** Says which lists changed, every topic at first. Ends with NOT_ENTERED when the session does. */
  changes: operatorProcedure.subscription(async function* ({ ctx, signal }) {
    const closing: Closing = signal ?? neverClosing
    yield* ctx.changes(closing)
    if (!closing.aborted) throw refuse({ code: 'NOT_ENTERED' })
  }),
})
