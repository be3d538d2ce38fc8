import { useEffect } from 'react'
import { useEvent } from '../use-event.ts'

const CHANNEL = 'latchkey-recovery'

type Finished = { event: 'finished'; login: string }

/** Tells this browser's other tabs that an account has a new password. */
export function announceFinished(login: string): void {
  const channel = openChannel()
  channel?.postMessage({ event: 'finished', login } satisfies Finished)
  channel?.close()
}

export function useFinishedElsewhere(onFinished: (login: string) => void): void {
  const finished = useEvent(onFinished)
  useEffect(() => {
    const channel = openChannel()
    if (!channel) return
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isFinished(data)) finished(data.login)
    }
    return () => channel.close()
  }, [finished])
}

/** Undefined where channels are missing, or where a browser refuses them together with storage. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(CHANNEL)
  } catch {
    return undefined
  }
}

function isFinished(data: unknown): data is Finished {
  if (typeof data !== 'object' || data === null) return false
  const { event, login } = data as Record<string, unknown>
  return event === 'finished' && typeof login === 'string'
}
