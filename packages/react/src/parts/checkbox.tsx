import { useRef } from 'react'
import { useLatchkey } from '../context.ts'
import { useBrowserLayoutEffect } from '../use-event.ts'
import { useWording } from '../wording.ts'
import type { FieldError } from './field.tsx'

type CheckboxProps = {
  id: string
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  error?: FieldError | undefined
}

/** A checkbox whose whole line can be clicked. */
export function Checkbox({ id: name, label, checked, onChange, error }: CheckboxProps) {
  const t = useWording()
  const id = useLatchkey().idPrefix + name
  const box = useRef<HTMLInputElement>(null)
  const errorId = `${id}-error`

  useBrowserLayoutEffect(() => {
    if (error) box.current?.focus()
  }, [error])

  return (
    <div data-latchkey="field">
      {error && (
        <div data-latchkey="field-error" id={errorId} role="alert">
          {error.text(t)}
        </div>
      )}
      <label data-latchkey="checkbox" htmlFor={id}>
        <input
          ref={box}
          id={id}
          name={name}
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
        />
        {label}
      </label>
    </div>
  )
}
