import type { Context } from './context.ts'
import { recoveryRouter } from './routers/recovery.ts'
import { sessionRouter } from './routers/session.ts'
import { settingsRouter } from './routers/settings.ts'
import { router } from './trpc.ts'

/** Every procedure. Mount it in a tRPC server with a {@link Context}. */
export const appRouter = router({
  recovery: recoveryRouter,
  session: sessionRouter,
  settings: settingsRouter,
})

/** For typed clients. */
export type AppRouter = typeof appRouter
