import { PublicSettings } from '../schemas.ts'
import { publicProcedure, router } from '../trpc.ts'

/** Procedures under `settings`. */
export const settingsRouter = router({
  /** What a front end needs before anybody signs in. */
  public: publicProcedure.output(PublicSettings).query(({ ctx }) => ctx.settings),
})
