import { useRef, useState } from 'react'
import { suggestedAddress } from '../address-suggestion.ts'
import { useWording } from '../wording.tsx'
import { Field, type FieldError } from './field.tsx'
import { useFirstFocus, useIsFirstPage } from './use-first-focus.ts'

type EmailFieldProps = {
  value: string
  onChange: (value: string) => void
  /** Suggests a correction for an address that looks mistyped. */
  suggests?: boolean
  error?: FieldError | undefined
  sharedErrorId?: string | undefined
}

/** The address people sign in with. `autocomplete=username`, so that password managers fill it in and save it. */
export function EmailField({
  value,
  onChange,
  suggests = false,
  error,
  sharedErrorId,
}: EmailFieldProps) {
  const t = useWording()
  const [wasLeft, setWasLeft] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const isFirstPage = useIsFirstPage()
  const [isNextToDo] = useState(isFirstPage && value === '')
  useFirstFocus(box, isNextToDo)
  return (
    <Field
      id="email"
      name="email"
      label={t('email.label')}
      type="email"
      inputMode="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      onChange={(event) => {
        setWasLeft(false)
        onChange(event.target.value)
      }}
      onBlur={() => setWasLeft(true)}
      error={error}
      sharedErrorId={sharedErrorId}
      ref={box}
      below={suggests && <Suggestion typed={wasLeft ? value : ''} onAccept={onChange} />}
    />
  )
}

/** Shown only after the field was left, not while somebody is typing. */
function Suggestion({ typed, onAccept }: { typed: string; onAccept: (address: string) => void }) {
  const t = useWording()
  const address = suggestedAddress(typed)
  return (
    <div role="status" className="suggestion">
      {address && (
        <>
          <p>
            {t.parts('email.suggestion', {
              address: (
                <bdi key="address" className="address" translate="no">
                  {address}
                </bdi>
              ),
            })}
          </p>
          <button type="button" className="field-button" onClick={() => onAccept(address)}>
            {t('email.useSuggestion', { address })}
          </button>
        </>
      )}
    </div>
  )
}

/** Only what is obviously not an address. The server decides about the rest. */
export function emailError(email: string): FieldError | undefined {
  if (email === '') return { text: (t) => t('email.missing') }
  if (!email.includes('@')) return malformedEmail()
  return undefined
}

export function malformedEmail(): FieldError {
  return { text: (t) => t('email.malformed') }
}
