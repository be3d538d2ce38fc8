import { fieldWording } from '../wording.ts'
import { Field, type FieldError } from './field.tsx'

type EmailFieldProps = {
  value: string
  onChange: (value: string) => void
  error?: FieldError | undefined
  toldBy?: string | undefined
}

/** The address people are known by. `username`, so that password managers offer and keep it as such. */
export function EmailField({ value, onChange, error, toldBy }: EmailFieldProps) {
  return (
    <Field
      id="email"
      name="email"
      label="Email address"
      type="email"
      inputMode="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
      toldBy={toldBy}
    />
  )
}

/** Only what is plainly not an address; the rest is for the server to judge. */
export function emailMistake(email: string): FieldError | undefined {
  if (email === '') return { text: fieldWording.emailMissing }
  if (!email.includes('@')) return { text: fieldWording.emailMalformed }
  return undefined
}
