import { useSettings } from '../context.ts'
import { useWording } from '../wording.ts'

/** Help for people who cannot read their emails any more. Shown only if the operator has set a contact. */
export function SupportHint() {
  const t = useWording()
  const support = useSettings()?.support
  if (!support) return null
  return (
    <details data-latchkey="support">
      <summary>{t('support.lostMailbox')}</summary>
      <p>
        {'email' in support
          ? t.parts('support.contact', {
              contact: contact(`mailto:${support.email}`, support.email),
            })
          : t.parts('support.visit', {
              contact: contact(support.page, new URL(support.page).host),
            })}
      </p>
    </details>
  )
}

function contact(href: string, shown: string) {
  return (
    <a key="contact" href={href} dir="ltr" translate="no">
      {shown}
    </a>
  )
}
