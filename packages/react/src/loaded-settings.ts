import type { PublicSettings } from '@latchkey/api'
import { useEffect, useState } from 'react'
import { type RecoveryClient, settingsOf } from './client.ts'
import { noteServerTime } from './server-clock.ts'
import { useEvent } from './use-event.ts'

const RETRIES = 2
const PAUSE_MS = 1000

/**
 * The public settings of the server: those that the page came with, or those that the server answers with. Coming back
 * to the tab loads them again, for the server's time: while a device sleeps, the clock of a page may stand still.
 */
export function useLoadedSettings(
  client: RecoveryClient,
  given: PublicSettings | undefined,
): PublicSettings | undefined {
  const [settings, setSettings] = useState(given)
  const load = useEvent(async (retries: number) => {
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      try {
        const loaded = await settingsOf(client)
        if (loaded) setSettings(loaded)
        return noteServerTime()
      } catch {
        await new Promise((end) => setTimeout(end, PAUSE_MS * 2 ** attempt))
      }
    }
  })
  useEffect(() => {
    if (!given) void load(RETRIES)
    const loadAgain = () => {
      if (document.visibilityState === 'visible') void load(0)
    }
    document.addEventListener('visibilitychange', loadAgain)
    window.addEventListener('online', loadAgain)
    return () => {
      document.removeEventListener('visibilitychange', loadAgain)
      window.removeEventListener('online', loadAgain)
    }
  }, [given, load])
  return settings
}
