import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useState } from 'react'
import { useLatchkey } from '../context.ts'
import { useWording } from '../wording.ts'
import { Button } from './button.tsx'
import { Field, type FieldError } from './field.tsx'

type PasswordFieldProps = {
  id: string
  label: string
  autoComplete: 'current-password' | 'new-password'
  value: string
  onChange: (value: string) => void
  isShown?: boolean
  /** If absent, there is no button that shows the password. */
  toggle?: { show: string; hide: string; press: () => void }
  hint?: ReactNode
  below?: ReactNode
  error?: FieldError | undefined
  sharedErrorId?: string | undefined
  /** For password managers: the rules for a generated password. */
  rules?: { minLength: number; maxLength: number; maxBytes?: number | undefined } | undefined
  boxRef?: RefObject<HTMLInputElement | null>
}

/** A field for a password, with a warning about Caps Lock and a button that shows what was typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { value, onChange, isShown = false, toggle, rules, below, ...field } = props
  const t = useWording()
  const { idPrefix } = useLatchkey()
  const [hasCapsLock, setHasCapsLock] = useState(false)
  const endsInSpace = useEndsInSpace(value)
  // Both: the key itself changes the state between going down and coming up.
  const watchCapsLock = (event: KeyboardEvent) => setHasCapsLock(event.getModifierState('CapsLock'))
  // Not in React's types yet. https://developer.apple.com/password-rules/
  const generatorHint = rules && {
    // Generated passwords are of characters of one byte each.
    passwordrules: `minlength: ${rules.minLength}; maxlength: ${Math.min(rules.maxLength, rules.maxBytes ?? rules.maxLength)};`,
  }
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
      onKeyDown={watchCapsLock}
      onKeyUp={watchCapsLock}
      onBlur={() => setHasCapsLock(false)}
      below={
        <>
          <p role="status" data-latchkey="caps-lock">
            {hasCapsLock && t('password.capsLock')}
          </p>
          <p role="status" data-latchkey="edge-space">
            {endsInSpace && t('password.edgeSpace')}
          </p>
          {below}
        </>
      }
      after={
        toggle && (
          <Button
            type="button"
            data-latchkey="field-button"
            aria-controls={idPrefix + props.id}
            aria-label={isShown ? toggle.hide : toggle.show}
            onClick={toggle.press}
          >
            {isShown ? t('password.hideShort') : t('password.showShort')}
          </Button>
        )
      }
    />
  )
}

const PAUSE_MS = 1_000

/**
 * Whether the text begins or ends with a space, once nobody has typed for a moment: until then it may be the one between
 * two words. Not when the field is left, because the button that is pressed at that moment would move away.
 */
function useEndsInSpace(text: string): boolean {
  const [judged, setJudged] = useState<string>()
  const ends = /^\s|\s$/.test(text)
  useEffect(() => {
    if (!ends) return undefined
    const timer = setTimeout(() => setJudged(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [ends, text])
  return ends && judged === text
}
