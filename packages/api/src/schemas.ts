import { describeAddressProblem, parseCode, parseToken, readEmailAddress } from '@latchkey/core'
import * as z from 'zod'

/*
 * The inputs and outputs of every procedure. Parsing returns domain types, so nothing is checked again behind a schema.
 * Unknown keys are refused: a typo is reported, and nothing can be smuggled in.
 */

/** Parses to an `EmailAddress`. */
export const email = text('user@example.com', 'One email address.').transform((raw, context) => {
  const read = readEmailAddress(raw)
  if (read.ok) return read.address
  const message = `Enter one email address, like name@example.com: ${describeAddressProblem(read)}`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** Parses to lower case, the spelling that codes are bound to: some languages print UUIDs in capitals. */
export const requestId = z.uuid('Use the requestId that recovery.request returned').toLowerCase()

/** Parses to a `Code`. */
export const code = text('123456', 'The six digits from the email.').transform((raw, context) => {
  const parsed = parseCode(raw)
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: 'Enter the six digits from the email' })
  return z.NEVER
})

/** Parses to a `Token`. Other text becomes `undefined`, which gets the same answer as an expired token. */
export const token = text(
  'Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA',
  'The token of the emailed link, or a ticket.',
).transform((raw) => parseToken(raw))

function text(example: string, description: string) {
  return z.string().meta({ description, examples: [example] })
}

/** The issue that {@link isSame} is refined with. */
export const passwordsDiffer = {
  path: ['confirmPassword'],
  message: 'The two passwords differ',
}

/** Whether the confirmation agrees. A form may leave it out. */
export function isSame(password: string, again: string | undefined): boolean {
  return again === undefined || again === password
}

/** In: `recovery.request`. */
export const RequestInput = z.strictObject({ email })
/** In: `recovery.resend`. */
export const ResendInput = z.strictObject({ requestId })
/**
 * In: `recovery.verifyCode`. The code belongs to one request: the one with this id, or one of the newest of `email`,
 * for a browser that did not make the request.
 */
export const VerifyCodeInput = z
  .strictObject({ requestId: requestId.optional(), email: email.optional(), code })
  .transform(({ requestId, email, code }, context) => {
    if (requestId !== undefined) return { requestId, code }
    if (email !== undefined) return { address: email, code }
    context.addIssue({
      code: 'custom',
      path: ['requestId'],
      message: 'Say which request the code is for: its requestId, or the email it was for',
    })
    return z.NEVER
  })
/** In: `recovery.verifyToken`. */
export const VerifyTokenInput = z.strictObject({ token })
/** In: `recovery.reset`. The password is judged by the domain, not here. */
export const ResetInput = z
  .strictObject({ token, newPassword: z.string(), confirmPassword: z.string().optional() })
  .refine((input) => isSame(input.newPassword, input.confirmPassword), passwordsDiffer)
/** In: `recovery.verifyNotMe` and `recovery.notMe`. */
export const NotMeInput = z.strictObject({ token })
/** In: `session.signIn`. */
export const SignInInput = z.strictObject({ email, password: z.string() })

/** ISO 8601 in UTC. A string, so that the router works without a transformer. */
const instant = z.string()

/** Out: `recovery.request` and `recovery.resend`, the same for every address. */
export const RequestOutput = z.object({
  requestId: z.string(),
  resendAfterSeconds: z.number(),
  /** When a code that is emailed at once expires. An email that has to wait gets its full lifetime. */
  codeExpiresAt: instant,
})
/** Out: `recovery.verifyCode`. */
export const VerifyCodeOutput = z.object({
  ticket: z.string(),
  expiresAt: instant,
  login: z.string(),
})
/** Out: `recovery.verifyToken`. */
export const VerifyTokenOutput = z.object({ expiresAt: instant, login: z.string() })
/** Out: `recovery.verifyNotMe`. */
export const VerifyNotMeOutput = VerifyTokenOutput
/** Out: `recovery.notMe`, with the request that was opened for the owner. */
export const NotMeOutput = RequestOutput.extend({
  status: z.literal('secured'),
  login: z.string(),
})
/** Out: `recovery.reset`. */
export const ResetOutput = z.object({ status: z.literal('changed') })
/** Out: `session.signIn` and `session.current`. The session's token is in a cookie, and never here. */
export const SessionOutput = z.object({
  login: z.string(),
  signedInAt: instant,
  expiresAt: instant,
})
/** Out: `session.signOut`. */
export const SignOutOutput = z.object({ status: z.literal('signed-out') })
/** Out: `settings.public`. Other settings that a context holds are not sent. */
export const PublicSettings = z.object({
  productName: z.string(),
  password: z.object({
    minLength: z.number(),
    maxLength: z.number(),
    /** In UTF-8, where the application's format of passwords reads no more. */
    maxBytes: z.number().optional(),
  }),
  codeLength: z.number(),
  locales: z.array(z.string()),
  defaultLocale: z.string(),
  /** Who helps people that cannot sign in, if the operator named somebody. */
  support: z.union([z.object({ email: z.string() }), z.object({ page: z.string() })]).optional(),
  /** The sender to look for in the inbox. */
  mailFrom: z.string(),
  /** Where emails can be read while no mail server is configured. */
  mailbox: z.string().optional(),
  /** Where people sign in, if not at our own page. */
  signInUrl: z.string().optional(),
  /** The origins that a `return_to` may lead to, if there are any. */
  returnToOrigins: z.array(z.string()).optional(),
})
/** What a front end needs before anybody signs in. */
export type PublicSettings = z.infer<typeof PublicSettings>
