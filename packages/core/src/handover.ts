import type { Message } from './message.ts'

/**
 * Why a hand-over failed, and what follows. `again`: this mail is tried later. `never`: this one is refused for good.
 * `hold`: our side is set up wrongly, so no mail gets through, and none is blamed. `suppress`: not even tried.
 */
export const failures = {
  /** No connection, or the server fell silent before it had the mail. */
  unreachable: 'again',
  /** The server asked to try later. */
  busy: 'again',
  /** It had the mail and did not say what became of it. The next try may make a second one. */
  unclear: 'again',
  refused: 'never',
  /** The mail could not be written. */
  unmailable: 'never',
  /** Credentials, sender or encryption. */
  setup: 'hold',
  /** The recipient's domain takes no mail: a name for tests, or one that says so itself. */
  undeliverable: 'suppress',
} as const satisfies Record<string, 'again' | 'never' | 'hold' | 'suppress'>

export type Failure = keyof typeof failures

/** What the mail server said when it took the message over, for the operator. */
export type Handover = { answer: string }

export class HandoverFailed extends Error {
  readonly failure: Failure

  constructor(failure: Failure, answer: string, options?: { cause?: unknown }) {
    super(answer, options)
    this.name = 'HandoverFailed'
    this.failure = failure
  }
}

/** Hands one message to one recipient. Throws {@link HandoverFailed}. */
export interface Mailer {
  send(message: Message): Promise<Handover>
}
