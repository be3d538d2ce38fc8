import type { Person } from '@latchkey/operator'
import { Address } from '../../components/address.tsx'
import { EmailRow } from '../../components/email-row.tsx'
import { Panel } from '../../components/panel.tsx'
import { useText } from '../../use-text.ts'
import { Says, SaysAll } from '../../words/says.tsx'
import { AccountFacts } from './account-facts.tsx'
import { PersonActs } from './person-acts.tsx'
import { RequestStory } from './request-story.tsx'

type FoundPersonProps = {
  /** As it was searched for: acts are on the same. */
  subject: string
  person: Person
  /** Something was done: what is shown is out of date. */
  onChange: () => void
}

/** Everything that is known of a person: whose account it is, what can be done, and what happened. */
export function FoundPerson({ subject, person, onChange }: FoundPersonProps) {
  const t = useText()
  const { address, account, says, suppressions, requests, notices } = person
  return (
    <>
      <div role="status">
        <h2 className="found">
          <Address>{address}</Address>
        </h2>
      </div>
      <div className="panels">
        <Panel title={t('people.account')}>
          <div className="row-text">
            <SaysAll what={says} />
          </div>
          {account && <AccountFacts account={account} />}
        </Panel>
        <Panel title={t('people.acts')}>
          <PersonActs subject={subject} person={person} onChange={onChange} />
        </Panel>
      </div>
      {suppressions.length > 0 && (
        <Panel title={t('people.suppressions')}>
          <ul className="rows">
            {suppressions.map(({ cause, reportedAt, says: report }) => (
              <li key={`${cause} ${reportedAt}`}>
                <Says what={report} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {requests.length > 0 && (
        <Panel title={t('people.requests')}>
          <div>
            {requests.map((request) => (
              <RequestStory key={request.id} request={request} onChange={onChange} />
            ))}
          </div>
        </Panel>
      )}
      {notices.length > 0 && (
        <Panel title={t('people.notices')}>
          <ul className="rows">
            {notices.map((notice) => (
              <li key={notice.id}>
                <EmailRow email={notice} onDone={onChange} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
