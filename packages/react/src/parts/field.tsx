import {
  type ChangeEvent,
  type ComponentProps,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react'
import { useLatchkey } from '../context.ts'
import { useBrowserLayoutEffect, useEvent } from '../use-event.ts'
import { type Localized, useWording } from '../wording.ts'

/** A new object for every failed submit, so that a repeated error is announced and focused again. */
export type FieldError = { text: Localized }

type FieldProps = Omit<ComponentProps<'input'>, 'ref' | 'value'> & {
  /** Put into the box whenever it changes. Meanwhile the box may hold more: see `useBoxText`. */
  value: string
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
  boxRef?: RefObject<HTMLInputElement | null>
}

/** A field with its label, its hint and what is wrong with it. */
export function Field(props: FieldProps) {
  const {
    id: name,
    label,
    hint,
    error,
    selectOnError,
    sharedErrorId,
    behind,
    after,
    ...rest
  } = props
  const { below, boxRef, value, ...input } = rest
  const t = useWording()
  const id = useLatchkey().idPrefix + name
  const own = useRef<HTMLInputElement>(null)
  const box = boxRef ?? own
  const initial = useBoxText(box, value)
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId, sharedErrorId].filter(Boolean).join(' ')

  // What was typed, or filled in by the browser, before React took over the server's HTML is in the box only.
  const takeTyped = useEvent(() => {
    const element = box.current
    if (element && element.value !== '' && element.value !== value) {
      input.onChange?.({ target: element } as ChangeEvent<HTMLInputElement>)
    }
  })
  useBrowserLayoutEffect(() => takeTyped(), [takeTyped])

  useBrowserLayoutEffect(() => {
    if (!error) return
    box.current?.focus()
    if (selectOnError) box.current?.select()
  }, [error, selectOnError, box])

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
          {error.text(t)}
        </div>
      )}
      <div data-latchkey="field-box">
        {behind}
        <input
          data-latchkey="input"
          {...input}
          defaultValue={initial}
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

/**
 * Keeps a box at a value without taking it away from password managers. React would write a controlled value back at
 * every render, and so remove what a manager has filled in without an event. Returns the value for the first render.
 */
function useBoxText(box: RefObject<HTMLInputElement | null>, value: string): string {
  const [initial] = useState(value)
  const written = useRef(value)
  useBrowserLayoutEffect(() => {
    if (written.current === value) return
    written.current = value
    if (box.current && box.current.value !== value) box.current.value = value
  }, [box, value])
  return initial
}
