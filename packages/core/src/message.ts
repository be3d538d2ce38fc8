import type { Locale } from './locale.ts'

/** Everything a mail says, a row per kind. Dates are the database's. */
export type Message =
  | {
      kind: 'recovery'
      id: string
      to: string
      login: string
      locale: Locale
      link: string
      code: string
      requestedAt: Date
      linkExpiresAt: Date
      codeExpiresAt: Date
      device: string | undefined
    }
  | {
      kind: 'password-changed'
      id: string
      to: string
      login: string
      locale: Locale
      changedAt: Date
    }

export type MessageKind = Message['kind']

/** What the mail server said when it took the message over, for the operator. */
export type Handover = { answer: string }

/**
 * Why a hand-over failed. `again`: the same mail may be tried later. `never`: this recipient is refused for good.
 */
export class HandoverFailed extends Error {
  readonly retry: 'again' | 'never'

  constructor(retry: 'again' | 'never', answer: string, options?: { cause?: unknown }) {
    super(answer, options)
    this.name = 'HandoverFailed'
    this.retry = retry
  }
}

/** Hands one message to one recipient. Throws {@link HandoverFailed}. */
export interface Mailer {
  send(message: Message): Promise<Handover>
}
