import { useWording } from '../wording.tsx'
import { useSecondsUntil } from './use-seconds-until.ts'

/** WCAG 2.2.1 requires at least 20 seconds. */
const WARN_SECONDS = 120

type ExpiryWarningProps = {
  at: string
  soonText: (duration: string) => string
  expiredText: string
}

/** Warns before something expires, and says when it has. Only a hint: the server decides, and its clock may differ. */
export function ExpiryWarning({ at, soonText, expiredText }: ExpiryWarningProps) {
  const t = useWording()
  const secondsLeft = useSecondsUntil(Date.parse(at))
  return (
    <p role="status" className="ending">
      {secondsLeft === 0 && expiredText}
      {/* In whole minutes, because screen readers announce every change. */}
      {secondsLeft > 0 &&
        secondsLeft <= WARN_SECONDS &&
        soonText(t.duration(wholeMinutes(secondsLeft)))}
    </p>
  )
}

function wholeMinutes(seconds: number): number {
  return Math.ceil(seconds / 60) * 60
}
