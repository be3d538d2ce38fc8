import type { Message } from './message.ts'

/**
 * Why handing an email over failed, and what follows. `retry`: this email is tried again later. `give-up`: it never
 * will be. `hold`: our own settings are wrong, so no email gets through, and all of them wait; after the recipient was
 * named it is a retry, because it may be the policy of one receiver. `suppress`: it was not even tried.
 */
export const failures = {
  /** No connection, or the server stopped answering before it had the email. */
  unreachable: 'retry',
  /** The server asked to try later. */
  busy: 'retry',
  /** The server had the email and did not say what became of it. A retry may deliver it twice. */
  unclear: 'retry',
  refused: 'give-up',
  /** The email could not be composed. */
  unmailable: 'give-up',
  /** About us: credentials, sender, encryption, our name in EHLO, a block list, a quota. */
  setup: 'hold',
  /** The recipient's domain takes no mail: it is a name for tests, or says so itself. */
  undeliverable: 'suppress',
} as const satisfies Record<string, 'retry' | 'give-up' | 'hold' | 'suppress'>

/** Why an email was not handed over. */
export type Failure = keyof typeof failures

/** What the mail server said when it took the message over, for the operator. */
export type Handover = { answer: string }

/**
 * `everyone`: the mail server failed us before it knew the recipient, so any other email would have failed as well.
 * `recipient`: it knew the recipient, so its answer may be about that address or domain only.
 */
export type Concern = 'everyone' | 'recipient'

/** Thrown by a {@link Mailer}. Its message is what the mail server said, without secrets. */
export class HandoverFailed extends Error {
  readonly failure: Failure
  readonly concerns: Concern

  constructor(
    failure: Failure,
    answer: string,
    { concerns = 'everyone', cause }: { concerns?: Concern; cause?: unknown } = {},
  ) {
    super(answer, cause === undefined ? undefined : { cause })
    this.name = 'HandoverFailed'
    this.failure = failure
    this.concerns = concerns
  }
}

/** The port to the mail server. */
export interface Mailer {
  /**
   * Hands one message to a mail server for one recipient.
   *
   * @throws HandoverFailed
   */
  send(message: Message): Promise<Handover>
}

/** What the built-in mailbox answers, where a mail server has an answer of its own. */
export const CAUGHT_ANSWER = 'Caught by the built-in mailbox'
