import type { HealthPart, Overview } from '@latchkey/operator'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Panel } from '../../components/panel.tsx'
import { paths } from '../../paths.ts'
import { useText } from '../../use-text.ts'
import { Says } from '../../words/says.tsx'

type Item = { key: string; tone: 'problem' | 'warning'; says: ReactNode; to?: string }

/** Where more is said about a part that is not well. */
const screenOf: Partial<Record<HealthPart, string>> = {
  mail: paths.emails,
  queue: `${paths.emails}?state=delayed`,
  webhooks: paths.webhooks,
  'removed-webhooks': paths.webhooks,
  limits: paths.limits,
}

/** What needs somebody, the worst first. It is announced when it changes. */
export function Attention({ facts }: { facts: Overview }) {
  const t = useText()
  const items = useItems(facts)
  return (
    <Panel title={t('overview.attention')}>
      <div aria-live="polite">
        {items.length === 0 ? (
          <p className="all-well">{t('overview.allWell')}</p>
        ) : (
          <ul className="attention">
            {items.map(({ key, tone, says, to }) => (
              <li key={key} className={tone === 'warning' ? 'is-notice' : undefined}>
                <div>
                  <span data-latchkey="visually-hidden">{t(`status.${tone}`)}: </span>
                  {says}
                </div>
                {to && (
                  <Link to={to} className="to-screen">
                    {t('overview.look')}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  )
}

function useItems({ trouble, health, emails, webhooks, limits }: Overview): Item[] {
  const t = useText()
  const items: Item[] = []
  if (trouble) {
    items.push({
      key: 'trouble',
      tone: 'problem',
      says: <Says what={trouble} />,
      to: `${paths.emails}?state=delayed`,
    })
  }
  for (const { part, status, says } of health) {
    // The trouble above says it better.
    if (status === 'ok' || (part === 'mail' && trouble)) continue
    const to = screenOf[part]
    // A part may have several, and goes on having the others when one is over.
    items.push({ key: says.code, tone: status, says: <Says what={says} />, ...(to && { to }) })
  }
  if (emails.failed > 0) {
    items.push({
      key: 'failed',
      tone: 'problem',
      says: t('overview.failed', { count: emails.failed }),
      to: `${paths.emails}?state=dead`,
    })
  }
  if (webhooks.failed > 0) {
    items.push({
      key: 'webhooks-failed',
      tone: 'problem',
      says: t('overview.webhooksFailed', { count: webhooks.failed }),
      to: `${paths.webhooks}?failed`,
    })
  }
  if (emails.waiting > 0 && !trouble) {
    items.push({
      key: 'waiting',
      tone: 'warning',
      says: t('overview.waiting', { count: emails.waiting }),
      to: `${paths.emails}?state=delayed`,
    })
  }
  if (limits.length > 0) {
    const names = limits.slice(0, 3).map(({ limit }) => t(`limit.${limit}`))
    items.push({
      key: 'limits-bit',
      tone: 'warning',
      says: t('overview.limitsBit', { list: t.list(names) }),
      to: paths.limits,
    })
  }
  return items.toSorted((one, other) => weight(one) - weight(other))
}

function weight({ tone }: Item): number {
  return tone === 'problem' ? 0 : 1
}
