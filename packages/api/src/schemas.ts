import { parseCode, parseEmailAddress, parseToken } from '@latchkey/core'
import * as z from 'zod'

/*
 * The shapes that cross the line, for every door. Parsing gives domain types: behind a schema nothing needs to be
 * checked again. Unknown keys are refused, so that a typo is heard of and nothing is smuggled in.
 */

export const email = text('user@example.com', 'One email address.').transform((raw, context) => {
  const address = parseEmailAddress(raw)
  if (address) return address
  context.addIssue({ code: 'custom', message: 'Enter one email address, like name@example.com' })
  return z.NEVER
})

// In lower case, as it was made: codes are bound to this spelling, and some languages print UUIDs in capitals.
export const requestId = z.uuid('Use the requestId that recovery.request returned').toLowerCase()

export const code = text('123456', 'The six digits from the mail.').transform((raw, context) => {
  const parsed = parseCode(raw)
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: 'Enter the six digits from the mail' })
  return z.NEVER
})

// A string that cannot be a token is a token nobody knows: the same answer as for one that expired.
export const token = text(
  'Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA',
  'The token of the mailed link, or a ticket.',
).transform((raw) => parseToken(raw))

function text(example: string, description: string) {
  return z.string().meta({ description, examples: [example] })
}

export const passwordsDiffer = {
  path: ['confirmPassword'],
  message: 'The two passwords differ',
}

/** Asking twice is a form's choice: a second field that is not there agrees. */
export function isSame(password: string, again: string | undefined): boolean {
  return again === undefined || again === password
}

export const RequestInput = z.strictObject({ email })
export const ResendInput = z.strictObject({ requestId })
export const VerifyCodeInput = z.strictObject({ requestId, code })
export const VerifyTokenInput = z.strictObject({ token })
export const ResetInput = z
  .strictObject({ token, newPassword: z.string(), confirmPassword: z.string().optional() })
  .refine((input) => isSame(input.newPassword, input.confirmPassword), passwordsDiffer)
export const NotMeInput = z.strictObject({ token })
export const SignInInput = z.strictObject({ email, password: z.string() })

/** An instant, ISO 8601 in UTC. Strings, so that no transformer is needed to share the router. */
const instant = z.string()

export const RequestOutput = z.object({
  requestId: z.string(),
  resendAfterSeconds: z.number(),
  /** When a code mailed at once would expire; a mail that waits gets its full lifetime. */
  codeExpiresAt: instant,
})
export const VerifyCodeOutput = z.object({
  ticket: z.string(),
  expiresAt: instant,
  login: z.string(),
})
export const VerifyTokenOutput = z.object({ expiresAt: instant, login: z.string() })
/** The look, before the button. */
export const VerifyNotMeOutput = VerifyTokenOutput
/** The request that was opened for the owner: its mail is on the way. */
export const NotMeOutput = RequestOutput.extend({
  status: z.literal('secured'),
  login: z.string(),
})
export const ResetOutput = z.object({ status: z.literal('changed') })
export const SessionOutput = z.object({
  login: z.string(),
  signedInAt: instant,
  expiresAt: instant,
})
export const SignOutOutput = z.object({ status: z.literal('signed-out') })
export const PublicSettings = z.object({
  productName: z.string(),
  password: z.object({ minLength: z.number(), maxLength: z.number() }),
  codeLength: z.number(),
  locales: z.array(z.string()),
  defaultLocale: z.string(),
  /** Who helps people that cannot get in, if the operator says so. */
  support: z.union([z.object({ email: z.string() }), z.object({ page: z.string() })]).optional(),
  /** The sender to look for in the inbox. */
  mailFrom: z.string(),
  /** Where mail is caught while no mail server is configured; absent otherwise. */
  mailbox: z.string().optional(),
})
export type PublicSettings = z.infer<typeof PublicSettings>
