import { useSyncExternalStore } from 'react'
import { useLatchkey, useSettings } from '../context.ts'
import { tabStorage } from './tab-storage.ts'

const storage = tabStorage('latchkey.return-to')

/** Remembers, for this tab only, where the application wants people to be led afterwards. */
export function keepReturnTo(address: string): void {
  storage.write(address)
}

/** Where the application wants people to be led, if the operator allows it. */
export function useReturnTo(): string | undefined {
  const origins = useSettings()?.returnToOrigins
  // The server does not know what this tab remembers.
  const kept = useSyncExternalStore(
    () => () => undefined,
    storage.read,
    () => undefined,
  )
  return allowedReturnTo(kept, origins)
}

/** Where people sign in, if that is not one of our own pages. */
export function useSignInElsewhere(): string | undefined {
  const given = useLatchkey().signInUrl
  const fromServer = useSettings()?.signInUrl
  const signInUrl = given ?? fromServer
  const returnTo = useReturnTo()
  return signInUrl && (returnTo ?? signInUrl)
}

const LONGEST = 2000
// What browsers read differently from what a person or a check sees, is refused: backslashes, spaces, control characters.
const plainAddress = /^https?:\/\/[^\s\\\p{Cc}]+$/iu

/**
 * An address that somebody else may have written, if it leads to one of the allowed origins. What is returned is what
 * was checked: the browser's own reading of the address.
 */
export function allowedReturnTo(
  address: string | undefined,
  origins: readonly string[] = [],
): string | undefined {
  if (address === undefined || address.length > LONGEST || !plainAddress.test(address)) {
    return undefined
  }
  try {
    const url = new URL(address)
    const isAllowed = origins.includes(url.origin) && url.username === '' && url.password === ''
    return isAllowed ? url.href : undefined
  } catch {
    return undefined
  }
}
