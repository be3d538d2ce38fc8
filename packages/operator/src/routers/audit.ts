import { AuditInput } from '../inputs.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `audit`. */
export const auditRouter = router({
  /** Newest first. */
  list: operatorProcedure
    .input(AuditInput)
    .query(({ ctx, input: { kind, operator, accountId, requestId, before, limit } }) =>
      ctx.reads.audit({ kind, operator, accountId, requestId, before, limit }),
    ),
})
