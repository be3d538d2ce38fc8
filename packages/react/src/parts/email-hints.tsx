import { matchingWords } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { useSettings } from '../context.ts'
import type { RecoveryFlow } from '../flow/recovery-flow.ts'
import { useTimeHere } from '../server-clock.ts'
import { webmailOf } from '../webmail.ts'
import { useWording } from '../wording.ts'

/** How to find the email: the two words in its subject, and where it is read. */
export function YourEmail({ flow }: { flow: RecoveryFlow }) {
  const t = useWording()
  const mailbox = useSettings()?.mailbox
  const webmail = webmailOf(flow.email)
  const words = matchingWords(flow.requestId, flow.locale)
  return (
    <div data-latchkey="your-email">
      <p>
        {t.parts('verify.words', {
          words: (
            <strong
              key="words"
              lang={words.language}
              dir={words.direction}
              data-latchkey="words"
              translate="no"
            >
              {words.text}
            </strong>
          ),
        })}
      </p>
      {mailbox && (
        <>
          <p data-latchkey="hint">{t('verify.demo')}</p>
          <NewTab to={mailbox}>{t('verify.openMailbox')}</NewTab>
        </>
      )}
      {webmail && (
        <NewTab to={webmail.url}>{t('verify.openWebmail', { provider: webmail.provider })}</NewTab>
      )}
    </div>
  )
}

/** Folded: the sender of the email, how long its code works, and a warning not to share it. */
export function EmailHelp({ flow }: { flow: RecoveryFlow }) {
  const t = useWording()
  const settings = useSettings()
  const expiresAt = useTimeHere(flow.codeExpiresAt)
  const until = expiresAt && (
    <time key="time" dateTime={flow.codeExpiresAt}>
      {t.time(expiresAt)}
    </time>
  )
  return (
    <details data-latchkey="fold">
      <summary>{t('verify.noEmail')}</summary>
      <ul data-latchkey="hints">
        {settings && (
          <li>
            {t.parts('verify.sender', {
              address: (
                <bdi key="address" data-latchkey="address" translate="no">
                  {settings.mailFrom}
                </bdi>
              ),
            })}
          </li>
        )}
        {until && <li>{t.parts('verify.until', { time: until })}</li>}
        <li>{t('verify.tellNobody')}</li>
      </ul>
    </details>
  )
}

function NewTab({ to, children }: { to: string; children: ReactNode }) {
  const t = useWording()
  return (
    <a data-latchkey="button is-quiet" href={to} target="_blank" rel="noopener noreferrer">
      {children} <span data-latchkey="visually-hidden">{t('page.newTab')}</span>
    </a>
  )
}
