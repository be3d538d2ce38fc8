import { OverviewInput } from '../inputs.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `overview`. */
export const overviewRouter = router({
  /** The first screen. */
  show: operatorProcedure
    .input(OverviewInput)
    .query(({ ctx, input }) =>
      ctx.reads.overview(input.midnight === undefined ? undefined : new Date(input.midnight)),
    ),
})
