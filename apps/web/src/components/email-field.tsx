import { type AddressProblem, readEmailAddress, tidyEmailAddress } from '@latchkey/api'
import { useRef, useState } from 'react'
import { suggestedAddress } from '../address-suggestion.ts'
import { type Localized, useWording } from '../wording.tsx'
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
  const [wasLeft, setWasLeft] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const isFirstPage = useIsFirstPage()
  const [isNextToDo] = useState(isFirstPage && value === '')
  useFirstFocus(box, isNextToDo)
  const [tidied, setTidied] = useState<string>()

  /** What was around a pasted or typed address is taken off where it can be seen. */
  function tidy(typed: string) {
    const left = tidyEmailAddress(typed)
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
      ref={box}
      below={
        <>
          <p aria-live="polite" className="suggestion">
            {tidied !== undefined && tidied === value && !error && t('email.tidied')}
          </p>
          {suggests && <Suggestion typed={wasLeft ? value : ''} onAccept={onChange} />}
        </>
      }
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
                <bdi key="address" className="address">
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

const problemTexts: Record<AddressProblem, (character: string) => Localized> = {
  missing: () => (t) => t('email.missing'),
  'hidden-character': (character) => (t) => t('email.hidden', { character }),
  'full-width': () => (t) => t('email.malformed'),
  wrapped: () => (t) => t('email.malformed'),
  'no-at': () => (t) => t('email.malformed'),
  several: () => (t) => t('email.malformed'),
  space: () => (t) => t('email.space'),
  'local-missing': () => (t) => t('email.malformed'),
  'local-not-ascii': () => (t) => t('email.localNotAscii'),
  'local-unsupported': () => (t) => t('email.localUnsupported'),
  'too-long': () => (t) => t('email.tooLong'),
  'domain-missing': () => (t) => t('email.malformed'),
  'domain-is-ip': () => (t) => t('email.domainInvalid'),
  'domain-without-dot': () => (t) => t('email.domainWithoutDot'),
  'domain-invalid': () => (t) => t('email.domainInvalid'),
}

/** What is wrong with an address that {@link tidyEmailAddress} has left, by the rules that the server has too. */
export function emailError(email: string): FieldError | undefined {
  const read = readEmailAddress(email)
  return read.ok ? undefined : { text: problemTexts[read.problem](read.character ?? '') }
}

/**
 * The address to send. If it is not what the field shows, it is shown first, and sent at the next try.
 *
 * @param show puts a text into the field
 */
export function addressToSend(
  shown: string,
  show: (address: string) => void,
): { address: string; error: FieldError | undefined } {
  const address = tidyEmailAddress(shown)
  if (address === shown.trim()) return { address, error: emailError(address) }
  show(address)
  return { address, error: emailError(address) ?? { text: (t) => t('email.tidied') } }
}

export function malformedEmail(): FieldError {
  return { text: (t) => t('email.malformed') }
}
