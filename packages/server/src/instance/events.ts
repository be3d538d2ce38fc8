import type { Observe, RecoveryEvent } from '@latchkey/core'
import type { Log } from '../log.ts'

/** The name of an event, such as `recovery.password-changed`. */
export type EventName = RecoveryEvent['event']
/** The event of one name, with its data. */
export type EventNamed<Name extends EventName> = Extract<RecoveryEvent, { event: Name }>
/** Hears events. What it throws is logged, and stops nothing. */
export type Listener<Event = RecoveryEvent> = (event: Event) => void

export type Listeners = {
  /** Tells all listeners. One that fails stops no other, and no request. */
  tell: Observe
  /** @returns the function that takes the listener away. */
  add(name: EventName | '*', listener: Listener): () => void
}

export function createListeners(log: Pick<Log, 'error'>): Listeners {
  const listeners = new Map<object, { name: EventName | '*'; listener: Listener }>()
  const failed = (err: unknown) => log.error({ event: 'listener.failed', err })
  return {
    tell(event) {
      for (const { name, listener } of listeners.values()) {
        if (name !== '*' && name !== event.event) continue
        try {
          // One that is async fails later.
          void Promise.resolve(listener(event)).catch(failed)
        } catch (error) {
          failed(error)
        }
      }
    },
    add(name, listener) {
      const key = {}
      listeners.set(key, { name, listener })
      return () => void listeners.delete(key)
    },
  }
}
