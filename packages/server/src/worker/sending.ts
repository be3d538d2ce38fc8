import { type Delivery, domainOf, type Outcome, type Ready } from '@latchkey/core'
import { createSendSlots } from './send-slots.ts'

/** An email that waited so long for a slot is prepared anew, because its secrets have aged. */
const STALE_AFTER_MS = 60_000
const DOMAIN_FULL_SECONDS = 30

type Waiting = { ready: Ready; since: number }

type SendingOptions = {
  send: Delivery['send']
  concurrency: number
  slowAfterMs: number | undefined
  /** Whether emails are not to be sent now. */
  isHeld: () => boolean
  onSent: (ready: Ready, outcome: Outcome) => void
  /** Called for an email that was not sent, which does not count as an attempt. */
  onHeld: (ready: Ready, outcome: Outcome) => void
  onFree: () => void
}

/** Sends emails one by one, as many at once as there are slots. */
export function createSending(options: SendingOptions) {
  const { send, concurrency, slowAfterMs, isHeld, onSent, onHeld, onFree } = options
  const waiting: Waiting[] = []
  let stopped = false
  const slots = createSendSlots({
    count: concurrency,
    slowAfterMs,
    onFree() {
      sendNext()
      onFree()
    },
  })

  function sendNext(): void {
    while (stopped || slots.hasFree()) {
      const next = waiting.shift()
      if (!next) return
      void sendOne(next)
    }
  }

  async function sendOne({ ready, since }: Waiting): Promise<void> {
    if (stopped) return hold(ready, 'The worker was stopped')
    if (isHeld()) return hold(ready, 'Email is held')
    if (performance.now() - since > STALE_AFTER_MS) {
      return hold(ready, 'It waited too long for its turn')
    }
    const outcome = await slots.run(domainOf(ready.message.to), () => send(ready))
    if (outcome === 'domain-full') {
      return hold(ready, 'The mail server is slow with this domain', DOMAIN_FULL_SECONDS)
    }
    onSent(ready, outcome)
  }

  function hold(ready: Ready, answer: string, seconds = 0): void {
    const { attempt } = ready
    onHeld(ready, { attempt, status: 'held', failure: 'unreachable', answer, seconds })
  }

  return {
    add(emails: readonly Ready[]): void {
      const since = performance.now()
      for (const ready of emails) waiting.push({ ready, since })
      sendNext()
    },
    /** Sends that hold an overflow slot only. */
    inOverflow: slots.inOverflow,
    /** Emails that have not started are held. */
    stop(): void {
      stopped = true
      sendNext()
    },
  }
}
