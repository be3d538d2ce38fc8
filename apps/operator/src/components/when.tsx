import { useText } from '../use-text.ts'

/** A point in time in the reader's time zone; in UTC, as the logs have it, on hover. */
export function When({ at }: { at: string }) {
  const t = useText()
  const date = new Date(at)
  const isToday = date.toDateString() === new Date().toDateString()
  return (
    <time dateTime={at} title={`${at.slice(0, 19).replace('T', ' ')} UTC`}>
      {isToday ? t.time(date) : t.dateAndTime(date)}
    </time>
  )
}
