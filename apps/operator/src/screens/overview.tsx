import { type Overview as Facts, type Range, ranges } from '@latchkey/operator'
import { useState } from 'react'
import { useOverview } from '../api.ts'
import { Choice } from '../components/choice.tsx'
import { Loading } from '../components/loading.tsx'
import { Panel } from '../components/panel.tsx'
import { Screen } from '../components/screen.tsx'
import { midnight } from '../midnight.ts'
import { refusalOf } from '../refusal.ts'
import { useText } from '../use-text.ts'
import { Attention } from './overview/attention.tsx'
import { FunnelSteps } from './overview/funnel-steps.tsx'
import { Health } from './overview/health.tsx'

/** The first screen: what needs somebody first, then how recoveries go, then how the system is. */
export function Overview() {
  const t = useText()
  const query = useOverview(midnight())
  const refusal = query.error ? refusalOf(query.error) : undefined
  return (
    <Screen title={t('overview.title')}>
      <Loading value={query.data} refusal={refusal} retry={() => void query.refetch()}>
        {(facts) => <Shown facts={facts} />}
      </Loading>
    </Screen>
  )
}

function Shown({ facts }: { facts: Facts }) {
  const t = useText()
  const [range, setRange] = useState<Range>('today')
  const names = { today: 'overview.today', day: 'overview.day', week: 'overview.week' } as const
  return (
    <>
      <Attention facts={facts} />
      <div className="panels">
        <Panel
          title={t('overview.funnel')}
          tools={
            <Choice
              label={t('overview.range')}
              options={ranges.map((value) => ({ value, label: t(names[value]) }))}
              value={range}
              onChange={setRange}
            />
          }
        >
          {facts.funnels ? (
            <FunnelSteps funnel={facts.funnels[range]} counting={facts.counting} />
          ) : (
            <p>{t('overview.notCounted')}</p>
          )}
        </Panel>
        <Health facts={facts} />
      </div>
    </>
  )
}
