import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useLeave } from '../api.ts'
import { Command, Verbatim } from '../components/address.tsx'
import { LEFT } from '../components/enter.tsx'
import { Panel } from '../components/panel.tsx'
import { Screen } from '../components/screen.tsx'
import { When } from '../components/when.tsx'
import { paths } from '../paths.ts'
import { useCurrentSession } from '../session-context.ts'
import { useText } from '../use-text.ts'

/** Who entered, how long that lasts, what this server is, and the way out. */
export function SessionScreen() {
  const t = useText()
  const session = useCurrentSession()
  const { entry, enteredAt, expiresAt, idleSeconds, accounts, keptDays } = session
  const rows: [string, ReactNode][] = [
    [t('session.operator'), <bdi key="operator">{session.operator}</bdi>],
    [t('session.entry'), t(entry === 'link' ? 'session.byLink' : 'session.byProxy')],
  ]
  if (enteredAt) rows.push([t('session.enteredAt'), <When key="since" at={enteredAt} />])
  if (expiresAt) rows.push([t('session.expiresAt'), <When key="until" at={expiresAt} />])
  if (idleSeconds !== null) rows.push([t('session.idle'), t.duration(idleSeconds)])
  rows.push(
    [
      t('session.version'),
      <span key="version" translate="no">
        {session.version}
      </span>,
    ],
    [
      t('session.accounts'),
      accounts.kind === 'own'
        ? t('session.own')
        : t.parts('session.elsewhere', {
            place: <Verbatim key="place">{accounts.place}</Verbatim>,
          }),
    ],
    [t('session.kept'), t('session.keptDays', keptDays)],
  )
  return (
    <Screen title={t('session.title')} intro={t('enter.audited')}>
      <div className="panels">
        <Panel title={t('session.who')}>
          <dl className="facts">
            {rows.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {entry === 'link' ? <Leave /> : <p className="soft">{t('session.proxyLeave')}</p>}
        </Panel>
        <Panel title={t('session.command')}>
          <p>
            {t.parts('session.commandText', {
              command: <Command key="command">latchkey --help</Command>,
            })}
          </p>
          <p className="soft">{t('shell.noPasswords')}</p>
        </Panel>
      </div>
    </Screen>
  )
}

function Leave() {
  const t = useText()
  const leave = useLeave()
  const navigate = useNavigate()
  async function go() {
    if (leave.isPending) return
    const answer = await leave.send()
    if (answer.status === 'accepted') navigate(paths.enter, { replace: true, state: LEFT })
  }
  return (
    <div className="acts">
      <button
        type="button"
        data-latchkey="button is-quiet"
        aria-disabled={leave.isPending}
        onClick={() => void go()}
      >
        {leave.isPending ? t('session.leaving') : t('session.leave')}
      </button>
    </div>
  )
}
