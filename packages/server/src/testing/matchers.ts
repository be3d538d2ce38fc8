import type { TestMailbox } from './mailbox.ts'
import { answerOf } from './outcome.ts'

type Result = { pass: boolean; message: () => string }

/** For `expect.extend` of Vitest or Jest. */
export const recoveryMatchers = {
  /** `expect(request).toLookTheSameForUnknownAddresses({ known: 'ada@example.test' })` */
  async toLookTheSameForUnknownAddresses(
    request: (email: string) => unknown,
    { known, unknown = 'nobody-at-all@example.test' }: { known: string; unknown?: string },
  ): Promise<Result> {
    const knownAnswer = await answerOf(() => request(known))
    const unknownAnswer = await answerOf(() => request(unknown))
    const pass = knownAnswer.shown === unknownAnswer.shown
    return {
      pass,
      message: () =>
        pass
          ? 'The answers do not differ'
          : `The answer tells who has an account.\n  ${known}: ${knownAnswer.shown}\n  ${unknown}: ${unknownAnswer.shown}`,
    }
  },

  /** `expect(() => reset(token)).toWorkOnlyOnce()`: the first call succeeds, and the second is refused. */
  async toWorkOnlyOnce(call: () => unknown): Promise<Result> {
    const first = await answerOf(call)
    const second = await answerOf(call)
    const pass = first.succeeded && !second.succeeded
    const why = first.succeeded ? 'It works twice' : 'It does not even work once'
    return {
      pass,
      message: () => (pass ? 'It works only once' : `${why}.\n  ${first.shown}\n  ${second.shown}`),
    }
  },

  /** `expect(() => reset(token)).toEndSessions(() => isSignedIn(cookie))`: each was open, and is not any more. */
  async toEndSessions(
    call: () => unknown,
    ...isOpen: readonly (() => boolean | Promise<boolean>)[]
  ): Promise<Result> {
    const before = await Promise.all(isOpen.map((one) => one()))
    await call()
    const after = await Promise.all(isOpen.map((one) => one()))
    const closedBefore = before.filter((open) => !open).length
    const openAfter = after.filter(Boolean).length
    const pass = isOpen.length > 0 && closedBefore === 0 && openAfter === 0
    return {
      pass,
      message: () =>
        pass
          ? 'It ends the sessions'
          : `Of ${isOpen.length} sessions, ${closedBefore} were not open before, and ${openAfter} are open after it.`,
    }
  },

  /** `expect(mailbox).toHaveNoticeFor('ada@example.test')`: the owner is told that the password was changed. */
  async toHaveNoticeFor(mailbox: TestMailbox, address: string): Promise<Result> {
    const found = await mailbox.emailTo(address, { kind: 'password-changed' }).then(
      () => undefined,
      (error: Error) => error.message,
    )
    return {
      pass: found === undefined,
      message: () => found ?? `${address} was told that the password was changed`,
    }
  },
}

/**
 * Their types, for a declaration in the tests of an application: `declare module 'vitest' { interface Matchers<R, T> extends
 * RecoveryMatchers {} }`. It is left to them, because each version of Vitest, and Jest, declares its own differently.
 */
export interface RecoveryMatchers {
  toLookTheSameForUnknownAddresses(addresses: { known: string; unknown?: string }): Promise<void>
  toWorkOnlyOnce(): Promise<void>
  toEndSessions(...isOpen: readonly (() => boolean | Promise<boolean>)[]): Promise<void>
  toHaveNoticeFor(address: string): Promise<void>
}
