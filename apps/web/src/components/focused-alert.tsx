import { type ReactNode, useLayoutEffect, useRef } from 'react'

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
  useLayoutEffect(() => {
    if (about) box.current?.focus()
  }, [about])
  return (
    <div
      ref={box}
      className={tone === 'trouble' ? 'notice is-trouble' : 'notice'}
      role={tone === 'trouble' ? 'alert' : 'status'}
      tabIndex={-1}
    >
      {children}
    </div>
  )
}
