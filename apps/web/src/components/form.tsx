import { type FormEvent, type ReactNode, type Ref, useRef } from 'react'

type FormProps = {
  label: string
  onSubmit: () => Promise<void>
  ref?: Ref<HTMLFormElement>
  children: ReactNode
}

/** One task. While a submit is on its way, another one is dropped, however it was caused. */
export function Form({ label, onSubmit, ref, children }: FormProps) {
  const isBusy = useRef(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    // A ref, because two clicks can come before the next render.
    if (isBusy.current) return
    isBusy.current = true
    try {
      await onSubmit()
    } finally {
      isBusy.current = false
    }
  }

  // Messages are ours, next to the field; the browser's bubbles vanish and are not in our words.
  return (
    <form ref={ref} className="form" aria-label={label} noValidate onSubmit={submit}>
      {children}
    </form>
  )
}
