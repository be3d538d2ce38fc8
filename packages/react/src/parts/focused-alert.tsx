import { type ReactNode, useRef } from 'react'
import { useBrowserLayoutEffect } from '../use-event.ts'

type FocusedAlertProps = {
  /** What happened. The alert is focused whenever this changes. */
  about: unknown
  /** `news` is good or neutral. */
  tone?: 'trouble' | 'news'
  children: ReactNode
}

/** A message that is not about one field. It is announced at once and gets the focus. */
export function FocusedAlert({ about, tone = 'trouble', children }: FocusedAlertProps) {
  const box = useRef<HTMLDivElement>(null)
  useBrowserLayoutEffect(() => {
    if (about) box.current?.focus()
  }, [about])
  return (
    <div
      ref={box}
      data-latchkey={tone === 'trouble' ? 'notice is-trouble' : 'notice'}
      role={tone === 'trouble' ? 'alert' : 'status'}
      tabIndex={-1}
    >
      {children}
    </div>
  )
}
