import type { LimitHits } from '@latchkey/operator'
import { useLimits } from '../api.ts'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { Panel } from '../components/panel.tsx'
import { Screen } from '../components/screen.tsx'
import { When } from '../components/when.tsx'
import { refusalOf } from '../refusal.ts'
import { useCurrentSession } from '../session-context.ts'
import { useText } from '../use-text.ts'

/** How often each limit refused something. */
export function Limits() {
  const t = useText()
  const query = useLimits()
  const { rateLimits } = useCurrentSession()
  const refusal = query.error ? refusalOf(query.error) : undefined
  return (
    <Screen title={t('limits.title')} intro={t('limits.intro')}>
      {!rateLimits && (
        <div data-latchkey="notice is-trouble">
          <p>{t('limits.off')}</p>
        </div>
      )}
      <Loading value={query.data} refusal={refusal} retry={() => void query.refetch()}>
        {(limits) => <Shown limits={limits} />}
      </Loading>
    </Screen>
  )
}

function Shown({ limits }: { limits: readonly LimitHits[] }) {
  const t = useText()
  const bit = limits.filter(({ lastWeek }) => lastWeek > 0)
  const quiet = limits.filter(({ lastWeek }) => lastWeek === 0)
  return (
    <Panel title={t('limits.refused')}>
      {bit.length === 0 ? <Empty title={t('limits.none')} /> : <Table limits={bit} />}
      {quiet.length > 0 && (
        <details data-latchkey="fold" className="fold">
          <summary>{t('limits.quiet', { count: quiet.length })}</summary>
          <ul className="rows">
            {quiet.map((limit) => (
              <li key={limit.limit}>
                <div className="row-text">
                  {t(`limit.${limit.limit}`)}
                  <Size size={limit.size} />
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  )
}

function Table({ limits }: { limits: readonly LimitHits[] }) {
  const t = useText()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('limits.name')}</th>
          <th scope="col">{t('limits.hour')}</th>
          <th scope="col">{t('overview.day')}</th>
          <th scope="col">{t('overview.week')}</th>
        </tr>
      </thead>
      <tbody>
        {limits.map((hits) => (
          <tr key={hits.limit}>
            <th scope="row">
              {t(`limit.${hits.limit}`)}
              <Size size={hits.size} />
              {hits.lastHourAt && (
                <span className="limit-note">
                  {t.parts('limits.newest', { moment: <When key="at" at={hits.lastHourAt} /> })}
                </span>
              )}
            </th>
            <td>{t.number(hits.lastHour)}</td>
            <td>{t.number(hits.lastDay)}</td>
            <td>{t.number(hits.lastWeek)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Size({ size }: { size: LimitHits['size'] }) {
  const t = useText()
  return <span className="limit-note">{sizeText(t, size)}</span>
}

function sizeText(t: ReturnType<typeof useText>, size: LimitHits['size']): string {
  if (size === null) return t('limits.derived')
  if (typeof size === 'number') return t('limits.inARow', { count: t.number(size) })
  const windows = size.map(({ most, seconds }) =>
    t('limits.window', { count: t.number(most), duration: t.duration(seconds) }),
  )
  return t.list(windows)
}
