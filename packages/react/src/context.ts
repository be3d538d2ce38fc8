import type { PublicSettings } from '@latchkey/api'
import type { PagesWording } from '@latchkey/wording'
import { createContext, useContext } from 'react'
import type { RecoveryClient } from './client.ts'
import type { Navigation, PageState } from './navigation.ts'
import type { Slots } from './slots.ts'

/** What `LatchkeyProvider` gives to the parts below it. */
export type Latchkey = {
  client: RecoveryClient
  t: PagesWording
  /** Undefined until they are loaded, and if they cannot be. Parts work without them, with less help. */
  settings: PublicSettings | undefined
  navigation: Navigation
  slots: Slots
  /** Before the ids of fields, so that they differ from those of the page around. */
  idPrefix: string
  headingLevel: 1 | 2 | 3
  /** Where people sign in; it replaces what the server's settings say. */
  signInUrl: string | undefined
  /** A new password was saved, or an account secured: the server has ended every session of the account. */
  onSessionsEnded: () => void
  startStrengthWorker: StartWorker
}

/** Starts the script that judges passwords, away from the main thread. */
export type StartWorker = () => Promise<Worker>

export const LatchkeyContext = createContext<Latchkey | undefined>(undefined)

export function useLatchkey(): Latchkey {
  const latchkey = useContext(LatchkeyContext)
  if (latchkey) return latchkey
  throw new Error(
    'The pages, parts and hooks of @latchkey/react need a <LatchkeyProvider> above them. Give it `url`, the address of the tRPC endpoint, or `client`, a tRPC client.',
  )
}

/** The password rules and the name of the product; undefined until the server has told them, and if it does not. */
export function useSettings(): PublicSettings | undefined {
  return useLatchkey().settings
}

export function useNavigation(): Navigation {
  return useLatchkey().navigation
}

export function usePageState(): PageState {
  return useNavigation().state
}
