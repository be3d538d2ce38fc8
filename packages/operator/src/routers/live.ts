import { refuse } from '../operator-error.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `live`. */
export const liveRouter = router({
  /** Says which lists changed, every topic at first. Ends with NOT_ENTERED when the session does. */
  changes: operatorProcedure.subscription(async function* ({ ctx, signal }) {
    const closing = signal ?? new AbortController().signal
    yield* ctx.changes(closing)
    if (!closing.aborted) throw refuse({ code: 'NOT_ENTERED' })
  }),
})
