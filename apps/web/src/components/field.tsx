import { type ComponentProps, type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'
import { type Say, useWording } from '../wording.tsx'

/** A new object for every failure, so that the same mistake made twice is told twice. */
export type FieldError = { says: Say }

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
  /** Stands below the box. */
  below?: ReactNode
  ref?: RefObject<HTMLInputElement | null>
}

export function Field(props: FieldProps) {
  const { id, label, hint, error, selectOnError, toldBy, after, below, ref, ...input } = props
  const t = useWording()
  const own = useRef<HTMLInputElement>(null)
  const box = ref ?? own
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId, toldBy].filter(Boolean).join(' ')

  useLayoutEffect(() => {
    if (!error) return
    box.current?.focus()
    if (selectOnError) box.current?.select()
  }, [error, selectOnError, box])

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div className="hint" id={hintId}>
          {hint}
        </div>
      )}
      {error && (
        <div className="field-error" id={errorId} role="alert">
          {error.says(t)}
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
      {below}
    </div>
  )
}
