import type { Webhook } from '@latchkey/operator'
import { useSearchParams } from 'react-router'
import { useEvents, useWebhooks } from '../api.ts'
import { Command, Verbatim } from '../components/address.tsx'
import { Badge, type Tone } from '../components/badge.tsx'
import { Choice } from '../components/choice.tsx'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { More } from '../components/more.tsx'
import { Panel } from '../components/panel.tsx'
import { Screen } from '../components/screen.tsx'
import { When } from '../components/when.tsx'
import { refusalOf } from '../refusal.ts'
import { useText } from '../use-text.ts'
import { EventRow } from './webhooks/event-row.tsx'

/** What other systems were told, and what did not reach them. */
export function Webhooks() {
  const t = useText()
  const query = useWebhooks()
  const refusal = query.error ? refusalOf(query.error) : undefined
  return (
    <Screen title={t('webhooks.title')} intro={t('webhooks.intro')}>
      <Loading value={query.data} refusal={refusal} retry={() => void query.refetch()}>
        {(webhooks) =>
          webhooks.length === 0 ? (
            <Panel title={t('webhooks.title')}>
              <Empty title={t('webhooks.none')}>
                {t.parts('webhooks.noneHint', {
                  setting: <Command key="setting">WEBHOOK_URL</Command>,
                })}
              </Empty>
            </Panel>
          ) : (
            <>
              <div className="panels">
                {webhooks.map((webhook) => (
                  <WebhookPanel key={webhook.name} webhook={webhook} />
                ))}
              </div>
              <Events />
            </>
          )
        }
      </Loading>
    </Screen>
  )
}

const tones: Record<Webhook['state'], Tone> = { on: 'good', off: 'bad', removed: 'neutral' }

function WebhookPanel({ webhook }: { webhook: Webhook }) {
  const t = useText()
  const { name, origin, state, delivered, waiting, failed, oldestWaitingSeconds } = webhook
  const oldest = t('webhooks.oldest', { duration: t.duration(oldestWaitingSeconds) })
  return (
    <Panel title={name} tools={<Badge tone={tones[state]}>{t(`webhooks.${state}`)}</Badge>}>
      <p className="soft">
        <Verbatim>{origin}</Verbatim>
      </p>
      <dl className="facts">
        <div>
          <dt>{t('webhooks.delivered')}</dt>
          <dd>{t.number(delivered)}</dd>
        </div>
        <div>
          <dt>{t('webhooks.waiting')}</dt>
          <dd>{waiting === 0 ? t.number(0) : `${t.number(waiting)}, ${oldest}`}</dd>
        </div>
        <div>
          <dt>{t('webhooks.failed')}</dt>
          <dd>{t.number(failed)}</dd>
        </div>
        {webhook.lastFailure && (
          <div>
            <dt>{t('webhooks.lastFailure')}</dt>
            <dd>
              <When at={webhook.lastFailure.at} /> <Verbatim>{webhook.lastFailure.answer}</Verbatim>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  )
}

function Events() {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const failed = search.has('failed')
  const list = useEvents(failed)
  return (
    <Panel
      title={t('webhooks.events')}
      tools={
        <Choice
          label={t('webhooks.which')}
          options={[
            { value: 'all', label: t('list.all') },
            { value: 'failed', label: t('webhooks.onlyFailed') },
          ]}
          value={failed ? 'failed' : 'all'}
          onChange={(which) => setSearch(which === 'all' ? {} : { failed: '' }, { replace: true })}
        />
      }
    >
      <Loading value={list.rows} refusal={list.refusal} retry={list.retry}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={failed ? t('webhooks.noFailed') : t('webhooks.noEvents')} />
          ) : (
            <ul className="rows">
              {rows.map((event) => (
                <li key={event.id}>
                  <EventRow event={event} />
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
      <More list={list} />
    </Panel>
  )
}
