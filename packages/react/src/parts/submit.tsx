import { type ReactNode, useEffect, useState } from 'react'
import { useWording } from '../wording.ts'
import { Button } from './button.tsx'

const SLOW_AFTER_MS = 4000

type SubmitProps = {
  pending: boolean
  paused?: boolean
  busyLabel: string
  /** It cannot succeed now, so it is not the loudest button either. */
  isOff?: boolean
  children: ReactNode
}

/** Says when it is busy. Never `disabled`, because a disabled button loses the focus. */
export function Submit(props: SubmitProps) {
  const { pending, paused = false, busyLabel, isOff = false, children } = props
  return (
    <>
      <Button
        type="submit"
        data-latchkey={isOff ? 'button is-quiet' : 'button is-primary'}
        aria-disabled={pending || isOff}
      >
        {pending ? busyLabel : children}
      </Button>
      <Progress pending={pending} paused={paused} />
    </>
  )
}

/** Empty unless a call is slow or is waiting for the network. */
export function Progress({ pending, paused }: { pending: boolean; paused: boolean }) {
  const t = useWording()
  const isSlow = useIsSlow(pending && !paused)
  return (
    <p role="status" data-latchkey="progress">
      {paused ? t('offline.held') : isSlow && t('trouble.slow')}
    </p>
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
