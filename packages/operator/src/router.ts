import { auditRouter } from './routers/audit.ts'
import { emailsRouter } from './routers/emails.ts'
import { limitsRouter } from './routers/limits.ts'
import { liveRouter } from './routers/live.ts'
import { overviewRouter } from './routers/overview.ts'
import { peopleRouter } from './routers/people.ts'
import { sessionRouter } from './routers/session.ts'
import { webhooksRouter } from './routers/webhooks.ts'
import { router } from './trpc.ts'

/** Every procedure of the operators' page. */
export const operatorRouter = router({
  session: sessionRouter,
  overview: overviewRouter,
  emails: emailsRouter,
  people: peopleRouter,
  limits: limitsRouter,
  webhooks: webhooksRouter,
  audit: auditRouter,
  live: liveRouter,
})

/** For typed clients. */
export type OperatorRouter = typeof operatorRouter
