import type { Locale } from './locale.ts'

type Addressed = { id: string; to: string; locale: Locale }

/** The request a mail answers: who reads it should recognise what they asked for, or that somebody else did. */
type Asked = { requestId: string; requestedAt: Date; device: string | undefined }

/** Everything a mail says, a row per kind. Dates are the database's. */
export type Message = Addressed &
  (
    | (Asked & {
        kind: 'recovery'
        login: string
        link: string
        code: string
        linkExpiresAt: Date
        codeExpiresAt: Date
        /** When link and code were made: their lifetimes are counted from here. */
        mintedAt: Date
      })
    | {
        kind: 'password-changed'
        login: string
        changedAt: Date
        device?: string | undefined
        /** Where the owner says that it was somebody else. */
        notMeLink?: string | undefined
        notMeExpiresAt?: Date | undefined
      }
    | (Asked & { kind: 'no-password'; login: string })
    | (Asked & { kind: 'no-account' })
  )

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
