import { type FormEvent, type ReactNode, type Ref, useRef } from 'react'

type FormProps = {
  label: string
  onSubmit: () => Promise<void>
  ref?: Ref<HTMLFormElement>
  children: ReactNode
}

/** While one submit is running, another one is ignored. */
export function Form({ label, onSubmit, ref, children }: FormProps) {
  const isBusy = useRef(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    // A ref, because a second click can come before the next render.
    if (isBusy.current) return
    isBusy.current = true
    try {
      await onSubmit()
    } finally {
      isBusy.current = false
    }
  }

  // No validation by the browser: its messages disappear and are not translated with ours. The method matters only where
  // no script runs: what was typed must not become part of an address.
  return (
    <form ref={ref} className="form" aria-label={label} method="post" noValidate onSubmit={submit}>
      {children}
    </form>
  )
}
