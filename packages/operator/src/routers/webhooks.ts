import { EventInput, EventsInput, RetryEventInput } from '../inputs.ts'
import { refuse } from '../operator-error.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `webhooks`. */
export const webhooksRouter = router({
  list: operatorProcedure.query(({ ctx }) => ctx.reads.webhooks()),

  /** The events of the last 7 days and their deliveries, newest first. */
  events: operatorProcedure
    .input(EventsInput)
    .query(({ ctx, input: { type, failed, before, limit } }) =>
      ctx.reads.events({ type, failed, before, limit }),
    ),

  event: operatorProcedure.input(EventInput).query(async ({ ctx, input }) => {
    const event = await ctx.reads.event(input.eventId)
    if (!event) throw refuse({ code: 'NOT_FOUND' })
    return event
  }),

  /** Delivers an event again, now, wherever it did not arrive. */
  retry: operatorProcedure
    .input(RetryEventInput)
    .mutation(({ ctx, input: { eventId, webhook, reason } }) =>
      ctx.acts.retryEvent({ id: eventId, webhook }, { operator: ctx.session.operator, reason }),
    ),
})
