import { Form } from '@latchkey/react/app'
import { useState } from 'react'
import { type AuditFilter, useAudit } from '../api.ts'
import { Empty } from '../components/empty.tsx'
import { Loading } from '../components/loading.tsx'
import { More } from '../components/more.tsx'
import { Panel } from '../components/panel.tsx'
import { Screen } from '../components/screen.tsx'
import { type FieldError, TextField } from '../components/text-field.tsx'
import { useText } from '../use-text.ts'
import { AuditRow } from './audit/audit-row.tsx'
import { auditKinds } from './audit/audited.ts'

const EVERYTHING: AuditFilter = {}

/** What happened and who did it, newest first. */
export function Audit() {
  const t = useText()
  const [filter, setFilter] = useState<AuditFilter>(EVERYTHING)
  const list = useAudit(filter)
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return (
    <Screen title={t('audit.title')} intro={t('audit.intro')}>
      <Filter key={JSON.stringify(filter)} filter={filter} onChange={setFilter} />
      <Panel title={isFiltered ? t('audit.found') : t('list.all')}>
        <Loading value={list.rows} refusal={list.refusal} retry={list.retry}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={isFiltered ? t('audit.noneFound') : t('audit.none')}>
                {isFiltered && t('audit.noneHint')}
              </Empty>
            ) : (
              <ul className="rows">
                {rows.map((entry) => (
                  <li key={entry.id}>
                    <AuditRow entry={entry} onAccount={(accountId) => setFilter({ accountId })} />
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

type FilterProps = { filter: AuditFilter; onChange: (filter: AuditFilter) => void }

const requestIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function Filter({ filter, onChange }: FilterProps) {
  const t = useText()
  const [kind, setKind] = useState(filter.kind ?? '')
  const [operator, setOperator] = useState(filter.operator ?? '')
  const [requestId, setRequestId] = useState(filter.requestId ?? '')
  const [error, setError] = useState<FieldError>()

  async function submit() {
    const id = requestId.trim()
    if (id !== '' && !requestIdForm.test(id)) return setError({ says: t('audit.badRequest') })
    setError(undefined)
    onChange({
      kind: kind || undefined,
      operator: operator.trim() || undefined,
      requestId: id || undefined,
    })
  }

  return (
    <Form label={t('audit.filter')} onSubmit={submit}>
      <div className="filters">
        <div data-latchkey="field">
          <label htmlFor="kind">{t('audit.kind')}</label>
          <select
            id="kind"
            name="kind"
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            <option value="">{t('list.all')}</option>
            {auditKinds.map((one) => (
              <option key={one} value={one}>
                {t(`audited.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <TextField
          id="operator"
          label={t('audit.operator')}
          value={operator}
          onChange={setOperator}
        />
        <TextField
          id="request"
          label={t('audit.request')}
          value={requestId}
          onChange={setRequestId}
          error={error}
        />
        <div className="acts">
          <button type="submit" data-latchkey="button is-primary">
            {t('audit.filter')}
          </button>
          {filter !== EVERYTHING && (
            <button
              type="button"
              data-latchkey="button is-quiet"
              onClick={() => onChange(EVERYTHING)}
            >
              {t('audit.clear')}
            </button>
          )}
        </div>
      </div>
    </Form>
  )
}
