import { useRef, useState } from 'react'
import { addressCheckSoon, useAddressCheck } from '../use-address-check.ts'
import { useWording } from '../wording.ts'
import { Button } from './button.tsx'
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

/**
 * The address people sign in with. `autocomplete=username`, so that password managers fill it in and save it. A text
 * field, because browsers rewrite the domain in an email field: `straße` becomes `strasse`, which is somebody else's.
 */
export function EmailField({
  value,
  onChange,
  suggests = false,
  error,
  sharedErrorId,
}: EmailFieldProps) {
  const t = useWording()
  const check = useAddressCheck()
  const [wasLeft, setWasLeft] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const isFirstPage = useIsFirstPage()
  const [isNextToDo] = useState(isFirstPage && value === '')
  useFirstFocus(box, isNextToDo)
  const [tidied, setTidied] = useState<string>()

  /** What was around a pasted or typed address is taken off where it can be seen. */
  function tidy(typed: string) {
    if (!check) return
    const left = check.tidyEmailAddress(typed)
    if (left !== typed) onChange(left)
    if (left !== typed.trim()) setTidied(left)
  }

  return (
    <Field
      id="email"
      name="email"
      label={t('email.label')}
      type="text"
      inputMode="email"
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      value={value}
      onChange={(event) => {
        setWasLeft(false)
        onChange(event.target.value)
      }}
      onPaste={(event) => {
        const box = event.currentTarget
        // After the browser has pasted, and only if nothing else is in the field.
        setTimeout(() => tidy(box.value))
      }}
      onBlur={() => {
        setWasLeft(true)
        tidy(value)
      }}
      error={error}
      sharedErrorId={sharedErrorId}
      boxRef={box}
      below={
        <>
          <p aria-live="polite" data-latchkey="suggestion">
            {tidied !== undefined && tidied === value && !error && t('email.tidied')}
          </p>
          {suggests && (
            <Suggestion
              address={wasLeft ? check?.suggestedAddress(value) : undefined}
              onAccept={onChange}
            />
          )}
        </>
      }
    />
  )
}

type SuggestionProps = {
  /** Absent while somebody is typing. */
  address: string | undefined
  onAccept: (address: string) => void
}

function Suggestion({ address, onAccept }: SuggestionProps) {
  const t = useWording()
  return (
    <div role="status" data-latchkey="suggestion">
      {address && (
        <>
          <p>
            {t.parts('email.suggestion', {
              address: (
                <bdi key="address" data-latchkey="address" translate="no">
                  {address}
                </bdi>
              ),
            })}
          </p>
          <Button type="button" data-latchkey="field-button" onClick={() => onAccept(address)}>
            {t('email.useSuggestion', { address })}
          </Button>
        </>
      )}
    </div>
  )
}

/**
 * The address to send. If it is not what the field shows, it is shown first, and sent at the next try.
 *
 * @param show puts a text into the field
 */
export async function addressToSend(
  shown: string,
  show: (address: string) => void,
): Promise<{ address: string; error: FieldError | undefined }> {
  const check = await addressCheckSoon()
  return check?.addressToSend(shown, show) ?? { address: shown.trim(), error: undefined }
}

export function malformedEmail(): FieldError {
  return { text: (t) => t('email.malformed') }
}
