import type { EmailState } from '@latchkey/operator'
import { useSearchParams } from 'react-router'
import { useEmails } from '../api.ts'
import { Choice } from '../components/choice.tsx'
import { EmailRow } from '../components/email-row.tsx'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { More } from '../components/more.tsx'
import { Panel } from '../components/panel.tsx'
import { Screen } from '../components/screen.tsx'
import { useText } from '../use-text.ts'

/** In the order in which operators need them. */
const choices = ['delayed', 'dead', 'suppressed', 'handed-over', 'sending'] as const
type Chosen = EmailState | 'all'

/** Every email, why it waits or failed, and what helps. */
export function Emails() {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const asked = search.get('state')
  const chosen: Chosen = choices.find((state) => state === asked) ?? 'all'
  const list = useEmails(chosen === 'all' ? undefined : chosen)
  const options = [
    { value: 'all' as Chosen, label: t('list.all') },
    ...choices.map((value) => ({ value: value as Chosen, label: t(`state.${value}`) })),
  ]
  return (
    <Screen title={t('emails.title')} intro={t('emails.intro')}>
      <Choice
        label={t('emails.state')}
        options={options}
        value={chosen}
        onChange={(state) => setSearch(state === 'all' ? {} : { state }, { replace: true })}
      />
      <Panel title={chosen === 'all' ? t('list.all') : t(`state.${chosen}`)}>
        <Loading value={list.rows} refusal={list.refusal} retry={list.retry}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={t('emails.none')}>{t('emails.noneHint')}</Empty>
            ) : (
              <ul className="rows">
                {rows.map((email) => (
                  <li key={email.id}>
                    <EmailRow email={email} linksToRequest />
                  </li>
                ))}
              </ul>
            )
          }
        </Loading>
        <More list={list} />
      </Panel>
    </Screen>
  )
}
