import { useEffect, useState } from 'react'

/** Whole seconds until a time (ms since the epoch); 0 once it is past. */
export function useSecondsUntil(moment: number): number {
  const [now, setNow] = useState(Date.now)
  const isOver = moment <= now

  useEffect(() => {
    setNow(Date.now())
    if (isOver) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [moment, isOver])

  return isOver ? 0 : Math.ceil((moment - now) / 1000)
}
