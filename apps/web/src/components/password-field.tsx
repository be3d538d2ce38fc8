import type { ReactNode, RefObject } from 'react'
import { Field, type FieldError } from './field.tsx'

type PasswordFieldProps = {
  id: string
  label: string
  autoComplete: 'current-password' | 'new-password'
  value: string
  onChange: (value: string) => void
  isShown?: boolean
  /** Absent: there is no button to show it. */
  onToggle?: () => void
  hint?: ReactNode
  error?: FieldError | undefined
  toldBy?: string | undefined
  /** For password managers: what a generated password must look like. */
  rules?: string | undefined
  ref?: RefObject<HTMLInputElement | null>
}

export function PasswordField(props: PasswordFieldProps) {
  const { value, onChange, isShown = false, onToggle, rules, ...field } = props
  // Not in React's types yet. https://developer.apple.com/password-rules/
  const generatorHint = rules ? { passwordrules: rules } : {}
  return (
    <Field
      {...field}
      {...generatorHint}
      name={props.id}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      after={
        onToggle && (
          <button
            type="button"
            className="field-button"
            aria-controls={props.id}
            onClick={onToggle}
          >
            {isShown ? 'Hide' : 'Show'} <span className="for-readers">password</span>
          </button>
        )
      }
    />
  )
}
