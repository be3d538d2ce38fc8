import type { WebhookEvent } from '@latchkey/operator'
import { useOpenAct } from '../../act-context.ts'
import { useActs } from '../../api.ts'
import { Verbatim } from '../../components/address.tsx'
import { Badge, type Tone } from '../../components/badge.tsx'
import { When } from '../../components/when.tsx'
import { useText } from '../../use-text.ts'

type Delivery = WebhookEvent['deliveries'][number]

const tones: Record<Delivery['state'], Tone> = {
  waiting: 'waiting',
  delayed: 'waiting',
  delivered: 'good',
  dead: 'bad',
  dropped: 'neutral',
}

/** One event, what became of it at each webhook, and the way to deliver it again. */
export function EventRow({ event }: { event: WebhookEvent }) {
  const t = useText()
  const { deliveries } = event
  return (
    <>
      <div className="row-text">
        <div className="row-head">
          <strong>
            <Verbatim>{event.type}</Verbatim>
          </strong>
          <span className="soft">
            <When at={event.at} />
          </span>
        </div>
        {deliveries.length === 0 && <p className="soft">{t('webhooks.nobody')}</p>}
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.webhook} delivery={delivery} />
        ))}
        <details data-latchkey="fold" className="fold">
          <summary>{t('webhooks.data')}</summary>
          <pre className="verbatim" dir="ltr" translate="no">
            {JSON.stringify({ id: event.id, ...event.data }, null, 2)}
          </pre>
        </details>
      </div>
      <div className="row-actions">{event.mayRetry && <RetryEvent event={event} />}</div>
    </>
  )
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const t = useText()
  const { webhook, state, attempts, answer, nextAt } = delivery
  return (
    <div className="delivery">
      <div className="row-head">
        <bdi translate="no">{webhook}</bdi>
        <Badge tone={tones[state]}>{t(`webhooks.delivery.${state}`)}</Badge>
        {attempts > 1 && <span className="soft">{t('emails.attempts', { count: attempts })}</span>}
      </div>
      {answer && state !== 'delivered' && (
        <p>
          {t.parts('webhooks.answered', { answer: <Verbatim key="answer">{answer}</Verbatim> })}
        </p>
      )}
      {nextAt && state !== 'delivered' && (
        <p className="soft">
          {t.parts('webhooks.next', { moment: <When key="next" at={nextAt} /> })}
        </p>
      )}
    </div>
  )
}

function RetryEvent({ event }: { event: WebhookEvent }) {
  const t = useText()
  const openAct = useOpenAct()
  const acts = useActs()
  function openDialog() {
    openAct({
      title: t('webhooks.retryTitle'),
      effects: [t('webhooks.retryEffect'), t('webhooks.retryTwice')],
      confirm: t('webhooks.retry'),
      act: acts.retryEvent(event.id),
    })
  }
  return (
    <button type="button" data-latchkey="button is-quiet" onClick={openDialog}>
      {t('webhooks.retry')}
    </button>
  )
}
