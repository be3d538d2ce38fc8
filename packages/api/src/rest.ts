import type { CodeTarget, EmailAddress } from '@latchkey/core'
import * as z from 'zod'
import { type PublicCode, publicCodes } from './public-code.ts'
import type { PublicRefusal } from './public-refusal.ts'
import { code, email, isSame, passwordsDiffer, requestId, token } from './schemas.ts'

/*
 * The bodies of the REST API: one shape for every success, one for every refusal. Aliases of a call name their fields
 * differently, so there are several inputs for the same use case.
 */

const password = z.string().meta({
  description: 'The new password. Its rules are in `settings.public`.',
  examples: ['newSecurePassword123'],
})
const confirmPassword = z
  .string()
  .optional()
  .meta({
    description: 'The same password again, for forms with a confirmation field.',
    examples: ['newSecurePassword123'],
  })

/** Requests a recovery. */
export const ForgotBody = z.strictObject({ email })
/** Chooses a password; the token is in the path. */
export const PasswordBody = z
  .strictObject({ password, confirmPassword })
  .refine((body) => isSame(body.password, body.confirmPassword), passwordsDiffer)
/** Chooses a password with a `resetToken`. */
export const ResetTokenBody = z
  .strictObject({ resetToken: token, newPassword: password, confirmPassword })
  .refine((body) => isSame(body.newPassword, body.confirmPassword), passwordsDiffer)
/** Chooses a password with a `token`. */
export const TokenBody = z
  .strictObject({ token, newPassword: password, confirmPassword })
  .refine((body) => isSame(body.newPassword, body.confirmPassword), passwordsDiffer)
/** Confirms a code and chooses a password. */
export const ConfirmBody = z
  .strictObject({
    code,
    newPassword: password,
    confirmPassword,
    requestId: requestId.optional(),
    email: email.optional(),
  })
  .refine((body) => isSame(body.newPassword, body.confirmPassword), passwordsDiffer)
/** A token in the path. */
export const TokenParams = z.strictObject({ token })
/** A token in the query. */
export const TokenQuery = z.strictObject({ token })

const instant = z.string().meta({ format: 'date-time', examples: ['2026-01-31T12:00:00.000Z'] })

/** Every success has these fields. */
export const Success = z
  .object({ success: z.literal(true), message: z.string() })
  .meta({ id: 'Success', examples: [{ success: true, message: 'Password reset successful' }] })
/** The answer to a request, the same for every address. */
export const Requested = Success.extend({
  requestId: z.string().meta({
    format: 'uuid',
    description: 'Names the request when its code is confirmed.',
    examples: ['0199d2ab-5d0e-7c6f-9b1a-3f2e4d5c6b7a'],
  }),
  resendAfterSeconds: z.int(),
  codeExpiresAt: instant,
}).meta({
  id: 'Requested',
  examples: [
    {
      success: true,
      message: 'If an account with that email exists, a password reset link has been sent',
      requestId: '0199d2ab-5d0e-7c6f-9b1a-3f2e4d5c6b7a',
      resendAfterSeconds: 60,
      codeExpiresAt: '2026-01-31T12:10:00.000Z',
    },
  ],
})
/** A token is valid. */
export const TokenGood = Success.extend({
  expiresAt: instant,
  login: z.string().meta({ description: 'Whose password the token changes.' }),
}).meta({
  id: 'TokenGood',
  examples: [
    {
      success: true,
      message: 'Token is valid',
      expiresAt: '2026-01-31T13:00:00.000Z',
      login: 'user@example.com',
    },
  ],
})

/** Every refusal. */
export const RestRefusal = z
  .object({
    success: z.literal(false),
    error: z.string().meta({ description: 'What happened, in a few words.' }),
    message: z.string().meta({ description: 'What to do about it.' }),
    code: z.enum(Object.keys(publicCodes) as [PublicCode, ...PublicCode[]]),
    reasons: z.array(z.string()).optional().meta({ description: 'With PASSWORD_REJECTED.' }),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'With INVALID_INPUT: what is wrong with which field.' }),
    retryAfterSeconds: z
      .int()
      .optional()
      .meta({ description: 'With RATE_LIMITED and UNAVAILABLE, as the Retry-After header.' }),
  })
  .meta({
    id: 'Refusal',
    description: 'Nothing was changed.',
    examples: [
      {
        success: false,
        error: 'Invalid or expired reset token',
        message: 'The link or code is wrong, was used, or has expired. Request a new one.',
        code: 'INVALID_OR_EXPIRED',
      },
    ],
  })
/** Every refusal. */
export type RestRefusal = z.infer<typeof RestRefusal>

/**
 * The recommended calls: method, path and the `message` of a success. A path counts from where the calls are mounted,
 * which is `/api/auth` in the service, and anywhere in an application.
 */
export const restCalls = {
  requestReset: {
    method: 'POST',
    path: '/forgot-password',
    message: 'If an account with that email exists, a password reset link has been sent',
  },
  checkToken: {
    method: 'GET',
    path: '/verify-reset-token/:token',
    message: 'Token is valid',
  },
  resetWithToken: {
    method: 'POST',
    path: '/reset-password',
    message: 'Password reset successful',
  },
  resetWithCode: {
    method: 'POST',
    path: '/password-reset/confirm',
    message: 'Password reset successfully',
  },
} as const satisfies Record<string, { method: 'GET' | 'POST'; path: string; message: string }>

/** What a REST call does. */
export type RestAct = keyof typeof restCalls

const texts: Record<PublicCode, { error: string; message: string }> = {
  INVALID_OR_EXPIRED: {
    error: 'Invalid or expired reset token',
    message: 'The link or code is wrong, was used, or has expired. Request a new one.',
  },
  TOO_MANY_ATTEMPTS: {
    error: 'Too many attempts',
    message:
      'This code is disabled. The link in the same email still works, or request a new code.',
  },
  PASSWORD_REJECTED: {
    error: 'Password rejected',
    message: 'Choose another password; `reasons` says why. The link or code is still valid.',
  },
  INVALID_INPUT: {
    error: 'Invalid input',
    message: 'The request could not be understood.',
  },
  SIGN_IN_FAILED: {
    error: 'Sign-in failed',
    message: 'The email address or the password is wrong.',
  },
  RATE_LIMITED: {
    error: 'Too many requests',
    message: 'Wait as long as `retryAfterSeconds` says, then try again.',
  },
  UNAVAILABLE: {
    error: 'Temporarily unavailable',
    message: 'Nothing was changed. Try again in a moment.',
  },
}

const NAMED_FIELDS =
  'The request could not be understood; `fields` says what is wrong with which field.'

/** What a code does not say, for calls that are refused before their input is read. */
const messageByStatus: Readonly<Record<number, string>> = {
  403: 'A page of another site may not call this.',
  404: 'There is no such call. docs/rest.md and docs/embedding.md list them.',
  415: 'Send the body as JSON, with `Content-Type: application/json`.',
  421: 'This host name is not one of this server’s.',
}

/**
 * The body of a refusal.
 *
 * @param status if it is not the one of the code.
 */
export function restRefusal(
  { code, ...details }: PublicRefusal,
  status: number = publicCodes[code],
): RestRefusal {
  const message = messageByStatus[status]
  return {
    success: false,
    ...texts[code],
    ...(details.fields && { message: NAMED_FIELDS }),
    ...(message !== undefined && { message }),
    code,
    ...(details.reasons && { reasons: [...details.reasons] }),
    ...(details.fields && { fields: { ...details.fields } }),
    ...(details.retryAfterSeconds !== undefined && {
      retryAfterSeconds: details.retryAfterSeconds,
    }),
  }
}

/** Which request a typed code is for: the one that the body names, or else the one in the browser's cookie. */
export function codeTarget(
  body: { requestId?: string | undefined; email?: EmailAddress | undefined },
  cookie: string | undefined,
): CodeTarget | undefined {
  if (body.requestId !== undefined) return { requestId: body.requestId }
  if (body.email !== undefined) return { address: body.email }
  const fromCookie = requestId.safeParse(cookie)
  return fromCookie.success ? { requestId: fromCookie.data } : undefined
}

/** For a code without a request, which would be compared with everybody's codes. */
export const codeWithoutRequest: PublicRefusal = {
  code: 'INVALID_INPUT',
  fields: {
    requestId:
      'Say which request the code is for: the cookie that the request set, its requestId, or the email it was for',
  },
}
