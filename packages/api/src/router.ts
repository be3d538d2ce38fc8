import { recoveryRouter } from './routers/recovery.ts'
import { sessionRouter } from './routers/session.ts'
import { settingsRouter } from './routers/settings.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  recovery: recoveryRouter,
  session: sessionRouter,
  settings: settingsRouter,
})

export type AppRouter = typeof appRouter
