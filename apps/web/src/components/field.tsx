import {
  type ChangeEvent,
  type ComponentProps,
  type ReactNode,
  type RefObject,
  useEffectEvent,
  useLayoutEffect,
  useRef,
} from 'react'
import { type Localized, useWording } from '../wording.tsx'

/** A new object for every failed submit, so that a repeated error is announced and focused again. */
export type FieldError = { text: Localized }

type FieldProps = Omit<ComponentProps<'input'>, 'ref'> & {
  id: string
  label: string
  hint?: ReactNode
  error?: FieldError | undefined
  /** Selects the refused text: for things that are typed again rather than corrected. */
  selectOnError?: boolean
  /** The id of an error elsewhere on the page that is about this field. */
  sharedErrorId?: string | undefined
  /** Drawn behind the text, inside the box. */
  behind?: ReactNode
  /** Shown inside the box, after the text. */
  after?: ReactNode
  /** Shown below the box. */
  below?: ReactNode
  ref?: RefObject<HTMLInputElement | null>
}

export function Field(props: FieldProps) {
  const { id, label, hint, error, selectOnError, sharedErrorId, behind, after, ...rest } = props
  const { below, ref, ...input } = rest
  const t = useWording()
  const own = useRef<HTMLInputElement>(null)
  const box = ref ?? own
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId, sharedErrorId].filter(Boolean).join(' ')

  // What was typed, or filled in by the browser, before React took over the server's HTML is in the box only.
  const takeTyped = useEffectEvent(() => {
    const element = box.current
    if (element && element.value !== '' && element.value !== input.value) {
      input.onChange?.({ target: element } as ChangeEvent<HTMLInputElement>)
    }
  })
  useLayoutEffect(() => takeTyped(), [])

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
          {error.text(t)}
        </div>
      )}
      <div className="field-box">
        {behind}
        <input
          {...input}
          ref={box}
          id={id}
          dir="ltr"
          aria-invalid={error || sharedErrorId ? true : undefined}
          aria-describedby={describedBy || undefined}
        />
        {after}
      </div>
      {below}
    </div>
  )
}
