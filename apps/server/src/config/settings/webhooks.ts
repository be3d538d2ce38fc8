import * as z from 'zod'
import { commaList } from '../values/plain.ts'
import { webhookSecrets } from '../values/secrets.ts'
import { webhookUrlProblem } from '../webhook-url.ts'
import type { Settings } from './row.ts'

const webhookUrl = z.string().superRefine((value, context) => {
  const problem = webhookUrlProblem(value)
  if (problem !== undefined) context.addIssue(problem)
})

/** Where events are sent. */
export const webhookSettings = {
  WEBHOOK_URL: {
    schema: webhookUrl.optional(),
    about: 'where events are sent, such as the end of sessions; nowhere when absent',
  },
  WEBHOOK_SECRET: {
    schema: webhookSecrets.optional(),
    secret: true,
    about:
      'with WEBHOOK_URL: what the calls are signed with, as Standard Webhooks says; several during a change, all of which sign',
  },
  WEBHOOK_EVENTS: {
    schema: z.string().transform(commaList).optional(),
    about:
      'with WEBHOOK_URL: the events to send, separated by commas, such as `account.*,mail.failed`; all when absent',
  },
  WEBHOOKS_FILE: {
    schema: z.string().optional(),
    about: 'instead of WEBHOOK_URL: a JSON file with several webhooks (docs/events.md)',
  },
} as const satisfies Settings
