import { useWording } from '../wording.tsx'
import { useSecondsUntil } from './use-seconds-until.ts'

/** Long before the 20 seconds that WCAG 2.2.1 asks for. */
const WARN_SECONDS = 120

type EndingSoonProps = {
  at: string
  soon: (duration: string) => string
  over: string
}

/**
 * Warns before the time is up, and says when it is. Only a hint: whether it is up is for the server to say, whose
 * clock may be another one.
 */
export function EndingSoon({ at, soon, over }: EndingSoonProps) {
  const t = useWording()
  const secondsLeft = useSecondsUntil(Date.parse(at))
  return (
    <p role="status" className="ending">
      {secondsLeft === 0 && over}
      {/* In whole minutes: it is read out anew whenever it changes. */}
      {secondsLeft > 0 &&
        secondsLeft <= WARN_SECONDS &&
        soon(t.duration(wholeMinutes(secondsLeft)))}
    </p>
  )
}

function wholeMinutes(seconds: number): number {
  return Math.ceil(seconds / 60) * 60
}
