import type { Facts, Funnel, Said } from '@latchkey/operator'
import { Empty } from '../../components/empty.tsx'
import { useText } from '../../use-text.ts'
import { SaysAll } from '../../words/says.tsx'

type Reason = Facts['email.suppressed']['reason']

const steps = ['asked', 'emailed', 'opened', 'changed'] as const

/** How far recoveries came: each step, and its share of the step before. */
export function FunnelSteps({ funnel, counting }: { funnel: Funnel; counting: readonly Said[] }) {
  const t = useText()
  if (funnel.asked === 0) return <Empty title={t('overview.none')}>{t('overview.noneHint')}</Empty>
  return (
    <>
      <ol className="funnel">
        {steps.map((step) => {
          const rate = step === 'asked' ? null : funnel.rates[step]
          return (
            <li key={step}>
              <span className="label">{t(`overview.${step}`)}</span>
              <strong>{t.number(funnel[step])}</strong>
              {rate !== null && (
                <span className="soft">
                  {t('overview.rate', { percent: t.number(Math.round(rate * 100)) })}
                </span>
              )}
              <progress
                className="bar"
                aria-hidden="true"
                max={funnel.asked}
                value={funnel[step]}
              />
            </li>
          )
        })}
      </ol>
      <WithoutLink funnel={funnel} />
      <details data-latchkey="fold" className="fold">
        <summary>{t('overview.counting')}</summary>
        <div className="row-text soft">
          <SaysAll what={counting} />
        </div>
      </details>
    </>
  )
}

function WithoutLink({ funnel: { notEmailed, withoutLink } }: { funnel: Funnel }) {
  const t = useText()
  const { waiting, failed, ...suppressed } = notEmailed
  const rows = [
    [t('overview.noPassword'), withoutLink['no-password']] as const,
    [t('overview.noAccount'), withoutLink['no-account']] as const,
    ...Object.entries(suppressed).map(
      ([reason, count]) => [t(`said.suppressed.${reason as Reason}`), count] as const,
    ),
    [t('state.delayed'), waiting] as const,
    [t('state.dead'), failed] as const,
  ].filter(([, count]) => count > 0)
  if (rows.length === 0) return null
  return (
    <div>
      <h3>{t('overview.notEmailed')}</h3>
      <dl className="counts">
        {rows.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{t.number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
