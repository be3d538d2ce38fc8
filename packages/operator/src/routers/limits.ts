import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `limits`. */
export const limitsRouter = router({
  /** Every limit, and how often it refused; the most frequent first. */
  list: operatorProcedure.query(({ ctx }) => ctx.reads.limits()),
})
