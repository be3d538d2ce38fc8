import type { RequestStory as Story } from '@latchkey/operator'
import { useId } from 'react'
import { Verbatim } from '../../components/address.tsx'
import { Badge } from '../../components/badge.tsx'
import { EmailRow } from '../../components/email-row.tsx'
import { When } from '../../components/when.tsx'
import { useText } from '../../use-text.ts'
import { SaysAll } from '../../words/says.tsx'

/** One request from the question to the new password, as `latchkey explain` tells it. */
export function RequestStory({ request, onChange }: { request: Story; onChange: () => void }) {
  const t = useText()
  const id = useId()
  // What the timeline does not say already, and what can be tried again.
  const toRetry = request.emails.filter(({ mayRetry }) => mayRetry)
  return (
    <article className="request" aria-labelledby={id}>
      <div className="row-head">
        <h3 id={id}>
          {t.parts('people.request', { moment: <When key="at" at={request.requestedAt} /> })}
        </h3>
        <Badge tone={request.open ? 'good' : 'neutral'}>
          {t(request.open ? 'people.open' : 'people.closed')}
        </Badge>
      </div>
      <ol className="timeline">
        {request.history.map(({ at, says }, nth) => (
          <li key={`${at} ${nth}`}>
            <When at={at} />
            <div className="row-text">
              <SaysAll what={says} />
            </div>
          </li>
        ))}
      </ol>
      <div className="row-text">
        <SaysAll what={request.says} />
      </div>
      {toRetry.length > 0 && (
        <ul className="rows">
          {toRetry.map((email) => (
            <li key={email.id}>
              <EmailRow email={email} onDone={onChange} />
            </li>
          ))}
        </ul>
      )}
      <p className="soft">
        <Verbatim>{request.id}</Verbatim>
      </p>
    </article>
  )
}
