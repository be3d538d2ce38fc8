import { useEffect, useState, useSyncExternalStore } from 'react'

/*
 * The server's clock, as far as this page knows it. People's clocks may be wrong, or be corrected meanwhile, so no
 * duration is counted with `Date.now()`: every answer of the server carries its time, and from then on a clock counts
 * that nobody sets. Moments are ms since the epoch by the server's clock, so that they survive a reload.
 */

let known: { serverTime: number; at: number } | undefined
const listeners = new Set<() => void>()

/** Differences below this are the travel time of answers, and the whole seconds of the `Date` header. */
const JITTER_MS = 2000

/** @param headers of an answer; absent where they cannot be read. */
export function noteServerTime(headers?: Headers): void {
  const sent = Date.parse(headers?.get('date') ?? '')
  const expected = serverNow()
  // An answer without its time: this device's clock is the best guess, and is read only once.
  const serverTime = Number.isNaN(sent) ? (expected ?? Date.now()) : sent
  if (expected !== undefined && Math.abs(serverTime - expected) < JITTER_MS) return
  known = { serverTime, at: performance.now() }
  for (const listener of listeners) listener()
}

/** Undefined before the first answer. */
export function serverNow(): number | undefined {
  return known && known.serverTime + performance.now() - known.at
}

/** For tests: as after a reload. */
export function forgetServerTime(): void {
  known = undefined
}

/** Whole seconds until a moment of the server's clock: 0 once it is past, undefined while its clock is not known. */
export function useSecondsUntil(moment: number | undefined): number | undefined {
  const clock = useSyncExternalStore(
    subscribe,
    () => known,
    () => undefined,
  )
  const [, tick] = useState({})
  const now = serverNow()
  const secondsLeft =
    clock === undefined || now === undefined || moment === undefined || Number.isNaN(moment)
      ? undefined
      : Math.max(0, Math.ceil((moment - now) / 1000))
  const isRunning = secondsLeft !== undefined && secondsLeft > 0

  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => tick({}), 1000)
    return () => clearInterval(timer)
  }, [isRunning])

  return secondsLeft
}

/** A moment of the server's clock, as this device's clock will show it: people compare it with the clock they see. */
export function useTimeHere(moment: string): Date | undefined {
  const secondsLeft = useSecondsUntil(Date.parse(moment))
  const isPast = secondsLeft === 0
  const isKnown = secondsLeft !== undefined
  const [shown, setShown] = useState<Date>()
  useEffect(() => {
    const now = serverNow()
    if (!isKnown || isPast || now === undefined) return
    const here = Date.now() + Date.parse(moment) - now
    setShown(new Date(Math.round(here / 1000) * 1000))
  }, [moment, isKnown, isPast])
  return shown
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
