import { type ReactNode, useEffect, useState } from 'react'

const SLOW_AFTER_MS = 4000

type SubmitProps = {
  pending: boolean
  paused?: boolean
  busyLabel: string
  children: ReactNode
}

/** Says when it is busy, and stays where the focus is: `disabled` would throw the focus away. */
export function Submit({ pending, paused = false, busyLabel, children }: SubmitProps) {
  const isSlow = useIsSlow(pending && !paused)
  return (
    <>
      <button type="submit" className="button is-primary" aria-disabled={pending}>
        {pending ? busyLabel : children}
      </button>
      <p role="status" className="progress">
        {paused && 'You are offline. This will be sent as soon as you are back.'}
        {isSlow && 'Still working. This takes longer than usual.'}
      </p>
    </>
  )
}

function useIsSlow(pending: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    if (!pending) return
    const timer = setTimeout(() => setIsSlow(true), SLOW_AFTER_MS)
    return () => {
      clearTimeout(timer)
      setIsSlow(false)
    }
  }, [pending])
  return isSlow
}
