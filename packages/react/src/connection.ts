/*
 * Whether the device is online, as far as its events say. `navigator.onLine` may be wrong from the start, and then
 * nothing would ever be sent.
 */

let isOnline = true
let isWatched = false

/** Called before anything is sent, so that an event is not missed. */
export function watchConnection(): void {
  if (isWatched) return
  isWatched = true
  window.addEventListener('online', () => {
    isOnline = true
  })
  window.addEventListener('offline', () => {
    isOnline = false
  })
}

export function isOffline(): boolean {
  return !isOnline
}

export function untilOnline(): Promise<void> {
  return new Promise((resolve) =>
    window.addEventListener('online', () => resolve(), { once: true }),
  )
}
