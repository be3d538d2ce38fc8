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
