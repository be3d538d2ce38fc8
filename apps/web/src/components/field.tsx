import { type ComponentProps, type ReactNode, type RefObject, useEffect, useRef } from 'react'

/** A new object for every failure, so that the same mistake made twice is told twice. */
export type FieldError = { text: ReactNode }

type FieldProps = Omit<ComponentProps<'input'>, 'ref'> & {
  id: string
  label: string
  hint?: ReactNode
  error?: FieldError | undefined
  /** Select what was typed when it is refused, for things that are typed anew rather than mended. */
  selectOnError?: boolean
  /** Id of a message elsewhere that speaks about this field. */
  toldBy?: string | undefined
  /** Sits inside the box, after the text. */
  after?: ReactNode
  ref?: RefObject<HTMLInputElement | null>
}

export function Field(props: FieldProps) {
  const { id, label, hint, error, selectOnError, toldBy, after, ref, ...input } = props
  const own = useRef<HTMLInputElement>(null)
  const box = ref ?? own
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId, toldBy].filter(Boolean).join(' ')

  useEffect(() => {
    if (!error) return
    box.current?.focus()
    if (selectOnError) box.current?.select()
  }, [error, selectOnError, box])

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
      {error && (
        <div className="field-error" id={errorId} role="alert">
          {error.text}
        </div>
      )}
      <div className="field-box">
        <input
          {...input}
          ref={box}
          id={id}
          dir="ltr"
          aria-invalid={error || toldBy ? true : undefined}
          aria-describedby={describedBy || undefined}
        />
        {after}
      </div>
    </div>
  )
}
