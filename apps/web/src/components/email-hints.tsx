import { matchingWords } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { useSettings } from '../api.ts'
import type { RecoveryFlow } from '../flow/recovery-flow.ts'
import { webmailOf } from '../webmail.ts'
import { useWording } from '../wording.tsx'

/** How to find the email: the two words in its subject, and where it is read. */
export function YourEmail({ flow }: { flow: RecoveryFlow }) {
  const t = useWording()
  const mailbox = useSettings()?.mailbox
  const webmail = webmailOf(flow.email)
  const words = matchingWords(flow.requestId, flow.locale)
  return (
    <div className="your-email">
      <p>
        {t.parts('verify.words', {
          words: (
            <strong key="words" lang={words.language} dir={words.direction} className="words">
              {words.text}
            </strong>
          ),
        })}
      </p>
      {mailbox && (
        <>
          <p className="hint">{t('verify.demo')}</p>
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
  const until = (
    <time key="time" dateTime={flow.codeExpiresAt}>
      {t.time(new Date(flow.codeExpiresAt))}
    </time>
  )
  return (
    <details className="fold">
      <summary>{t('verify.noEmail')}</summary>
      <ul className="hints">
        {settings && (
          <li>
            {t.parts('verify.sender', {
              address: (
                <bdi key="address" className="address">
                  {settings.mailFrom}
                </bdi>
              ),
            })}
          </li>
        )}
        <li>{t.parts('verify.until', { time: until })}</li>
        <li>{t('verify.tellNobody')}</li>
      </ul>
    </details>
  )
}

function NewTab({ to, children }: { to: string; children: ReactNode }) {
  const t = useWording()
  return (
    <a className="button is-quiet" href={to} target="_blank" rel="noopener noreferrer">
      {children} <span className="visually-hidden">{t('page.newTab')}</span>
    </a>
  )
}
