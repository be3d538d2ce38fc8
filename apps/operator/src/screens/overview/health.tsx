import type { Overview, Waiting } from '@latchkey/operator'
import { Panel } from '../../components/panel.tsx'
import { useText } from '../../use-text.ts'
import { Says } from '../../words/says.tsx'

/** The parts of the system, and what is in the queue. */
export function Health({ facts }: { facts: Overview }) {
  const t = useText()
  const { queue, health } = facts
  const jobs = ({ jobs, oldestSeconds }: Waiting) => {
    const count =
      jobs >= queue.countedUpTo ? t('overview.atLeast', { count: t.number(jobs) }) : t.number(jobs)
    if (jobs === 0) return t('overview.noJobs')
    return t('overview.jobsOldest', { count, duration: t.duration(oldestSeconds) })
  }
  const rows = [
    [t('overview.fresh'), queue.fresh],
    [t('overview.again'), queue.again],
    [t('overview.leased'), queue.leased],
    [t('overview.events'), queue.events],
  ] as const
  return (
    <Panel title={t('overview.health')}>
      <ul className="health">
        {health.map(({ part, status, says }) => (
          <li key={says.code} className={`is-${status}`}>
            <span>
              <strong>{t(`part.${part}`)}</strong>{' '}
              <span data-latchkey="visually-hidden">{t(`status.${status}`)}. </span>
              <Says what={says} />
            </span>
          </li>
        ))}
      </ul>
      <h3>{t('overview.queue')}</h3>
      <dl className="facts">
        {rows.map(([name, waiting]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{jobs(waiting)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
