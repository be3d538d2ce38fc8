import { useSettings } from '../api.ts'
import { wordTime } from '../dates.ts'
import type { RecoveryFlow } from '../recovery-flow.ts'

/** Where the mail is, until when it is good for something, and what never to do with it. */
export function MailHints({ flow }: { flow: RecoveryFlow }) {
  const settings = useSettings()
  return (
    <>
      {settings?.mailbox && (
        <p className="notice">
          This is a demo: mail is caught here.{' '}
          <a href={settings.mailbox} target="_blank" rel="noopener">
            Open the mailbox <span className="for-readers">(in a new tab)</span>
          </a>
        </p>
      )}
      <ul className="hints">
        {settings && (
          <li>
            It comes from <bdi className="address">{settings.mailFrom}</bdi>. Look in the spam
            folder, too.
          </li>
        )}
        <li>
          The code works until{' '}
          <time dateTime={flow.codeExpiresAt}>{wordTime(flow.codeExpiresAt)}</time>, the link longer
          and on any device.
        </li>
        <li>Tell the code to nobody. We never ask for it by phone or mail.</li>
      </ul>
    </>
  )
}
