import { type ReactNode, useEffect, useRef } from 'react'

type FocusedAlertProps = {
  /** What happened. When it happens anew, the focus comes back. */
  about: unknown
  children: ReactNode
}

/** A message about no field in particular: spoken at once, and the reader is taken to it. */
export function FocusedAlert({ about, children }: FocusedAlertProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (about) box.current?.focus()
  }, [about])
  return (
    <div ref={box} className="notice is-trouble" role="alert" tabIndex={-1}>
      {children}
    </div>
  )
}
