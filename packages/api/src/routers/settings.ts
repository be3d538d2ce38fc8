import { PublicSettings } from '../schemas.ts'
import { publicProcedure, router } from '../trpc.ts'

export const settingsRouter = router({
  /** What a front end needs to know before anybody is known to it. */
  public: publicProcedure.output(PublicSettings).query(({ ctx }) => ctx.settings),
})
