import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { takeEarlySubmit } from '../flow/early-submit.ts'

type FormProps = {
  label: string
  /** `typed` is what the fields hold: some password managers fill them in without an event. */
  onSubmit: (typed: FormData) => Promise<void>
  formRef?: RefObject<HTMLFormElement | null>
  children: ReactNode
}

/** While one submit is running, another one is ignored. */
export function Form({ label, onSubmit, formRef, children }: FormProps) {
  const isBusy = useRef(false)
  const own = useRef<HTMLFormElement>(null)
  const element = formRef ?? own

  // Not a layout effect: in those the fields report what was typed before.
  useEffect(() => {
    if (element.current && takeEarlySubmit(element.current)) element.current.requestSubmit()
  }, [element])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // A ref, because a second click can come before the next render.
    if (isBusy.current) return
    isBusy.current = true
    try {
      await onSubmit(new FormData(event.currentTarget))
    } finally {
      isBusy.current = false
    }
  }

  // No validation by the browser: its messages disappear and are not translated with ours. The method matters only where
  // no script runs: what was typed must not become part of an address.
  return (
    <form
      ref={element}
      data-latchkey="form"
      aria-label={label}
      method="post"
      noValidate
      onSubmit={submit}
    >
      {children}
    </form>
  )
}

/** The text of one field; empty if the form has no such field. */
export function textIn(typed: FormData, name: string): string {
  const value = typed.get(name)
  return typeof value === 'string' ? value : ''
}
