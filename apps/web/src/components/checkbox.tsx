import { useLayoutEffect, useRef } from 'react'
import { useWording } from '../wording.tsx'
import type { FieldError } from './field.tsx'

type CheckboxProps = {
  id: string
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  error?: FieldError | undefined
}

/** A checkbox whose whole line can be clicked. */
export function Checkbox({ id, label, checked, onChange, error }: CheckboxProps) {
  const t = useWording()
  const box = useRef<HTMLInputElement>(null)
  const errorId = `${id}-error`

  useLayoutEffect(() => {
    if (error) box.current?.focus()
  }, [error])

  return (
    <div className="field">
      {error && (
        <div className="field-error" id={errorId} role="alert">
          {error.text(t)}
        </div>
      )}
      <label className="checkbox" htmlFor={id}>
        <input
          ref={box}
          id={id}
          name={id}
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
