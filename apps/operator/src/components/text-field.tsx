import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'

/** A new object for every failed submit, so that a repeated error is announced and focused again. */
export type FieldError = { says: string }

type TextFieldProps = {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  error?: FieldError | undefined
  /** Of a search: what browsers should not remember. */
  type?: 'text' | 'search'
  /** The characters that the server takes. */
  maxLength?: number
  boxRef?: RefObject<HTMLInputElement | null>
}

/** A field with its label, and what is wrong with it above the box. */
export function TextField(props: TextFieldProps) {
  const { id, label, value, onChange, hint, error, type = 'text', maxLength, boxRef } = props
  const own = useRef<HTMLInputElement>(null)
  const box = boxRef ?? own
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ')

  useLayoutEffect(() => {
    if (error) box.current?.focus()
  }, [error, box])

  return (
    <div data-latchkey="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div data-latchkey="hint" id={hintId}>
          {hint}
        </div>
      )}
      {error && (
        <div data-latchkey="field-error" id={errorId} role="alert">
          {error.says}
        </div>
      )}
      <div data-latchkey="field-box">
        <input
          ref={box}
          id={id}
          name={id}
          type={type}
          dir="auto"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={maxLength}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy || undefined}
        />
      </div>
    </div>
  )
}
