import { useSecondsUntil } from '../server-clock.ts'
import { useWording } from '../wording.ts'

/** WCAG 2.2.1 requires at least 20 seconds. */
const WARN_SECONDS = 120

type ExpiryWarningProps = {
  /** By the server's clock. */
  at: string
  soonText: (duration: string) => string
  expiredText: string
}

/** Warns before something expires, and says when it has. Only a hint: the server decides. */
export function ExpiryWarning({ at, soonText, expiredText }: ExpiryWarningProps) {
  const t = useWording()
  const secondsLeft = useSecondsUntil(Date.parse(at))
  return (
    <p role="status" data-latchkey="ending">
      {text()}
    </p>
  )

  function text(): string {
    if (secondsLeft === undefined || secondsLeft > WARN_SECONDS) return ''
    // In whole minutes, because screen readers announce every change.
    return secondsLeft === 0 ? expiredText : soonText(t.duration(wholeMinutes(secondsLeft)))
  }
}

function wholeMinutes(seconds: number): number {
  return Math.ceil(seconds / 60) * 60
}
