import type { AccountMapInput, Application, ApplicationTable } from '@latchkey/db'
import type { Recognition } from '@latchkey/server/parts/passwords'

/** A map in the making. */
export type DraftMap = AccountMapInput & {
  users: AccountMapInput['users'] & { alive: NonNullable<AccountMapInput['users']['alive']> }
  onChange: NonNullable<AccountMapInput['onChange']>
  sessions: NonNullable<AccountMapInput['sessions']>
}

export type Session = DraftMap['sessions'][number]

/** A table that may let people stay signed in. */
export type SessionTable = {
  table: string
  entry: Session
  /** Whether the map has it, unless somebody says otherwise. */
  isProposed: boolean
  /** Why it is a question, as a sentence. */
  why: string
}

export type Draft = {
  application: Application
  users: ApplicationTable
  /** The table of the passwords. */
  passwords: ApplicationTable
  map: DraftMap
  recognition: Recognition
  sessionTables: SessionTable[]
  /** Tables that may hold sessions, of which nothing says whose they are. */
  unowned: string[]
  /** What the map does not say although it might matter, and what it says without proof. Sentences. */
  unsure: string[]
}
