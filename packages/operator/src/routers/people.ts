import { PersonActInput, SearchInput } from '../inputs.ts'
import { refuse } from '../operator-error.ts'
import { operatorProcedure, router } from '../trpc.ts'

/** Procedures under `people`. All are mutations, so that no address is in a URL. */
export const peopleRouter = router({
  /** What is known of an address or a request. The search is in the audit trail. */
  search: operatorProcedure
    .input(SearchInput)
    .mutation(async ({ ctx, input }) =>
      valid(await ctx.reads.search(input.subject, ctx.session.operator)),
    ),

  /** Ends every link, code, ticket and session of the account. */
  revoke: operatorProcedure
    .input(PersonActInput)
    .mutation(async ({ ctx, input: { subject, reason } }) =>
      valid(await ctx.acts.revoke(subject, { operator: ctx.session.operator, reason })),
    ),

  /** Also ends its links and sessions. Of accounts of our own only. */
  disable: operatorProcedure
    .input(PersonActInput)
    .mutation(async ({ ctx, input: { subject, reason } }) =>
      valid(await ctx.acts.disable(subject, { operator: ctx.session.operator, reason })),
    ),

  enable: operatorProcedure
    .input(PersonActInput)
    .mutation(async ({ ctx, input: { subject, reason } }) =>
      valid(await ctx.acts.enable(subject, { operator: ctx.session.operator, reason })),
    ),

  /** Sends emails again to an address that a mail service reported. */
  unsuppress: operatorProcedure
    .input(PersonActInput)
    .mutation(async ({ ctx, input: { subject, reason } }) =>
      valid(await ctx.acts.unsuppress(subject, { operator: ctx.session.operator, reason })),
    ),
})

type Invalid = { status: 'invalid'; problem: string }

function valid<Answer extends { status: string }>(answer: Answer | Invalid): Answer {
  if (answer.status !== 'invalid') return answer as Answer
  const { problem } = answer as Invalid
  throw refuse({ code: 'INVALID_INPUT', fields: { subject: problem } })
}
