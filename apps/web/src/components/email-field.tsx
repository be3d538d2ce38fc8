import { useState } from 'react'
import { suggestedAddress } from '../address-suggestion.ts'
import { useWording } from '../wording.tsx'
import { Field, type FieldError } from './field.tsx'

type EmailFieldProps = {
  value: string
  onChange: (value: string) => void
  /** Asks about addresses that look mistyped. */
  isNew?: boolean
  error?: FieldError | undefined
  toldBy?: string | undefined
}

/** The address people are known by. `username`, so that password managers offer and keep it as such. */
export function EmailField({ value, onChange, isNew = false, error, toldBy }: EmailFieldProps) {
  const t = useWording()
  const [isLeft, setIsLeft] = useState(false)
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
        setIsLeft(false)
        onChange(event.target.value)
      }}
      onBlur={() => setIsLeft(true)}
      error={error}
      toldBy={toldBy}
      below={isNew && <Suggestion typed={isLeft ? value : ''} onTake={onChange} />}
    />
  )
}

/** Asked once the field is left: nobody is corrected in the middle of a word. */
function Suggestion({ typed, onTake }: { typed: string; onTake: (address: string) => void }) {
  const t = useWording()
  const address = suggestedAddress(typed)
  return (
    <div role="status" className="suggestion">
      {address && (
        <>
          <p>
            {t.parts('email.suggestion', {
              address: (
                <bdi key="address" className="address">
                  {address}
                </bdi>
              ),
            })}
          </p>
          <button type="button" className="field-button" onClick={() => onTake(address)}>
            {t('email.useSuggestion', { address })}
          </button>
        </>
      )}
    </div>
  )
}

/** Only what is plainly not an address; the rest is for the server to judge. */
export function emailMistake(email: string): FieldError | undefined {
  if (email === '') return { says: (t) => t('email.missing') }
  if (!email.includes('@')) return emailMalformed()
  return undefined
}

export function emailMalformed(): FieldError {
  return { says: (t) => t('email.malformed') }
}
