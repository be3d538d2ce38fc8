import {
  ConfirmBody,
  codeTarget,
  codeWithoutRequest,
  fieldsOf,
  NotMeInput,
  publicRefusal,
  RequestInput,
  ResendInput,
  ResetInput,
  VerifyCodeInput,
  VerifyTokenInput,
} from '@latchkey/api/server'
import { type Client, isRefusal, type Recovery, type Refusal } from '@latchkey/core'
import type * as z from 'zod'
import { type Caller, clientOfCaller } from '../caller/caller.ts'
import type {
  CodeVerified,
  PasswordChanged,
  Refused,
  Requested,
  Secured,
  TokenVerified,
} from './outcomes.ts'

/**
 * The use cases for code of the application itself: server actions, REST routes, scripts. Input is checked, limits count.
 * They throw only what is unexpected, such as a database that is away; then nothing has happened.
 */
export type RecoveryActs = {
  /** The same answer, in the same time, for every address. */
  request(input: { email: string }, caller: Caller): Promise<Requested | Refused>
  resend(input: { requestId: string }, caller: Caller): Promise<Requested | Refused>
  /** Exchanges the emailed code for a ticket, which `reset` takes as its token. */
  verifyCode(
    input: { code: string; requestId?: string; email?: string },
    caller: Caller,
  ): Promise<CodeVerified | Refused>
  /** Whether a link or ticket is valid. Spends nothing. */
  verifyToken(input: { token: string }, caller: Caller): Promise<TokenVerified | Refused>
  reset(
    input: { token: string; newPassword: string; confirmPassword?: string },
    caller: Caller,
  ): Promise<PasswordChanged | Refused>
  /** A code and a new password in one call. */
  confirm(
    input: { code: string; newPassword: string; requestId?: string; email?: string },
    caller: Caller,
  ): Promise<PasswordChanged | Refused>
  verifyNotMe(input: { token: string }, caller: Caller): Promise<TokenVerified | Refused>
  /** Ends every session, voids password and secrets, and emails the owner a way back in. */
  notMe(input: { token: string }, caller: Caller): Promise<Secured | Refused>
}

export function recoveryActs(recovery: Recovery): RecoveryActs {
  return {
    request: act(RequestInput, ({ email }, client) => recovery.request(email, client)),
    resend: act(ResendInput, ({ requestId }, client) => recovery.resend(requestId, client)),
    verifyCode: act(VerifyCodeInput, recovery.verifyCode),
    verifyToken: act(VerifyTokenInput, recovery.verifyToken),
    reset: act(ResetInput, recovery.reset),
    verifyNotMe: act(NotMeInput, recovery.verifyNotMe),
    notMe: act(NotMeInput, recovery.notMe),
    async confirm(input, caller) {
      const read = ConfirmBody.safeParse(input)
      if (!read.success) return badInput(read.error)
      const { code, newPassword } = read.data
      const target = codeTarget(read.data, undefined)
      if (!target) return { status: 'refused', ...codeWithoutRequest }
      return plain(await recovery.confirm({ target, code, newPassword }, clientOfCaller(caller)))
    },
  }
}

type Plain<Outcome> = { [Key in keyof Outcome]: Outcome[Key] extends Date ? string : Outcome[Key] }
type Accepted<Outcome> = Plain<Exclude<Outcome, Refusal>>

function act<Schema extends z.ZodType, Outcome extends { status: string }>(
  schema: Schema,
  run: (input: z.output<Schema>, client: Client) => Promise<Outcome | Refusal>,
) {
  return async (input: z.input<Schema>, caller: Caller): Promise<Accepted<Outcome> | Refused> => {
    const client = clientOfCaller(caller)
    const read = schema.safeParse(input)
    return read.success ? plain(await run(read.data, client)) : badInput(read.error)
  }
}

export function badInput(error: z.ZodError): Refused {
  return { status: 'refused', code: 'INVALID_INPUT', fields: fieldsOf(error) }
}

export function plain<Outcome extends { status: string }>(
  outcome: Outcome | Refusal,
): Accepted<Outcome> | Refused {
  if (isRefusal(outcome)) return { status: 'refused', ...publicRefusal(outcome) }
  const written = (value: unknown) => (value instanceof Date ? value.toISOString() : value)
  const entries = Object.entries(outcome).map(([name, value]) => [name, written(value)])
  return Object.fromEntries(entries) as Accepted<Outcome>
}
