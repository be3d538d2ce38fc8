import type { Email } from '@latchkey/operator'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useOpenAct } from '../act-context.ts'
import { useActs } from '../api.ts'
import { requestPath } from '../paths.ts'
import { useText } from '../use-text.ts'
import { SaysAll } from '../words/says.tsx'
import { Address, Command } from './address.tsx'
import { Badge, type Tone } from './badge.tsx'
import { When } from './when.tsx'

const tones: Record<Email['state'], Tone> = {
  sending: 'waiting',
  delayed: 'waiting',
  'handed-over': 'good',
  suppressed: 'neutral',
  dead: 'bad',
}

type EmailRowProps = {
  email: Email
  linksToRequest?: boolean
  /** An act may have changed it. */
  onDone?: () => void
}

/** One email: its state, the cause, what helps, and the way to try again. */
export function EmailRow({ email, linksToRequest = false, onDone }: EmailRowProps) {
  const t = useText()
  const { to, kind, state, attempts, requestId, mayRetry } = email
  return (
    <>
      <div className="row-text">
        <div className="row-head">
          {to === null ? (
            <span className="soft">{t('emails.unknownRecipient')}</span>
          ) : (
            <Address>{to}</Address>
          )}
          <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
          <span className="soft">
            <When at={email.updatedAt} />
          </span>
        </div>
        <p className="soft">
          {t(`kind.${kind}`)}
          {attempts > 1 && ` · ${t('emails.attempts', { count: attempts })}`}
        </p>
        <SaysAll what={email.says.filter(({ code }) => code !== 'email.is-kind')} />
        <Advice email={email} />
      </div>
      <div className="row-actions">
        {linksToRequest && requestId && (
          <Link to={requestPath(requestId)} className="to-screen">
            {t('emails.request')}
          </Link>
        )}
        {mayRetry && <Retry email={email} onDone={onDone} />}
      </div>
    </>
  )
}

/** What helps against the cause; nothing for an email that left. */
function Advice({ email: { failure, state } }: { email: Email }): ReactNode {
  const t = useText()
  if (failure === null || (state !== 'delayed' && state !== 'dead')) return null
  if (failure === 'setup' || failure === 'unreachable') {
    const command = <Command key="command">latchkey mail test --to you@example.com</Command>
    return <p>{t.parts(`advice.${failure}`, { command })}</p>
  }
  return <p>{t(`advice.${failure}`)}</p>
}

function Retry({ email, onDone }: { email: Email; onDone: (() => void) | undefined }) {
  const t = useText()
  const openAct = useOpenAct()
  const acts = useActs()
  function openDialog() {
    openAct({
      title: t('emails.retryTitle'),
      effects: [
        email.state === 'dead' ? t('emails.retryDead') : t('emails.retryWaiting'),
        t('emails.retryOnce'),
      ],
      confirm: t('emails.retry'),
      act: acts.retryEmail(email.id),
      ...(onDone && { onDone }),
    })
  }
  return (
    <button type="button" data-latchkey="button is-quiet" onClick={openDialog}>
      {t('emails.retry')}
    </button>
  )
}
