import type { AuditEntry } from '@latchkey/operator'
import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Verbatim } from '../../components/address.tsx'
import { When } from '../../components/when.tsx'
import { requestPath } from '../../paths.ts'
import { useText } from '../../use-text.ts'
import { auditedKey } from './audited.ts'

type AuditRowProps = { entry: AuditEntry; onAccount: (accountId: string) => void }

/** One entry: what happened, who did it and why, and whom it was about. */
export function AuditRow({ entry, onAccount }: AuditRowProps) {
  const t = useText()
  const { kind, outcome, operator, reason, count, requestId, accountId } = entry
  const facts: ReactNode[] = []
  if (count !== null) facts.push(t('audit.count', { count: t.number(count) }))
  if (operator) facts.push(t.parts('audit.by', { operator: <bdi key="operator">{operator}</bdi> }))
  if (reason) facts.push(t.parts('audit.reason', { reason: <bdi key="reason">{reason}</bdi> }))
  const key = auditedKey(kind, outcome) as 'audited.requested' | undefined
  return (
    <div className="row-text">
      <div className="row-head">
        <strong>{key ? t(key) : <Verbatim>{`${kind}: ${outcome}`}</Verbatim>}</strong>
        <span className="soft">
          <When at={entry.at} />
        </span>
      </div>
      {facts.length > 0 && (
        <p>
          {facts.map((fact, n) => (
            // They are the same for as long as there is the entry.
            <Fragment key={n}>
              {n > 0 && ' · '}
              {fact}
            </Fragment>
          ))}
        </p>
      )}
      {(requestId || accountId) && (
        <div className="row-head soft">
          {requestId && (
            <Link to={requestPath(requestId)} className="id-link">
              {t.parts('audit.requestOf', { id: <Verbatim key="id">{requestId}</Verbatim> })}
            </Link>
          )}
          {accountId && (
            <button type="button" className="id-link" onClick={() => onAccount(accountId)}>
              {t.parts('audit.accountOf', { id: <Verbatim key="id">{accountId}</Verbatim> })}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
