import type { ReactNode } from 'react'

type FormProps = {
  children: ReactNode
  button: string
  disabled?: boolean
  onSubmit: (fields: Record<string, string>) => void
}

/** A form that gives its fields by name. */
export function Form({ children, button, disabled = false, onSubmit }: FormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const fields = [...new FormData(event.currentTarget)]
        onSubmit(Object.fromEntries(fields.map(([name, value]) => [name, String(value)])))
      }}
    >
      {children}
      <button type="submit" disabled={disabled}>
        {button}
      </button>
    </form>
  )
}
