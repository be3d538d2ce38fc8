import { type ReactNode, useLayoutEffect, useRef } from 'react'

type FocusedAlertProps = {
  /** What happened. When it happens anew, the focus comes back. */
  about: unknown
  /** `news` is good or neither. */
  tone?: 'trouble' | 'news'
  children: ReactNode
}

/** A message about no field in particular: spoken at once, and the reader is taken to it. */
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
