import { LONGEST_SUBJECT } from '@latchkey/operator'
import { Form } from '@latchkey/react/app'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useParams } from 'react-router'
import { type Search, useSearchCall } from '../api.ts'
import { Empty } from '../components/empty.tsx'
import { Screen } from '../components/screen.tsx'
import { type FieldError, TextField } from '../components/text-field.tsx'
import { Trouble } from '../components/trouble.tsx'
import type { Refusal } from '../refusal.ts'
import { useLastSearch } from '../search-context.ts'
import { useText } from '../use-text.ts'
import { Says } from '../words/says.tsx'
import { FoundPerson } from './people/found-person.tsx'

/** Why somebody got no email: the search, and everything that is known of one person. */
export function People() {
  const t = useText()
  const { requestId } = useParams()
  const { search, isOld, keep } = useLastSearch()
  const call = useSearchCall()
  const [subject, setSubject] = useState(requestId ?? search?.subject ?? '')
  const [error, setError] = useState<FieldError>()
  const [refusal, setRefusal] = useState<Refusal>()

  async function look(wanted: string) {
    setError(undefined)
    setRefusal(undefined)
    if (wanted === '') return setError({ says: t('people.missing') })
    if (wanted.length > LONGEST_SUBJECT) return setError({ says: t('people.notAnAddress') })
    const answer = await call.send(wanted)
    if (answer.status === 'accepted') return keep(answer.value)
    if (answer.refusal.fields?.subject) return setError({ says: t('people.notAnAddress') })
    setRefusal(answer.refusal)
  }

  // A link to a request searches for it, once.
  const followed = useRef<string>(undefined)
  const follow = useEffectEvent((id: string) => {
    if (followed.current === id || search?.subject === id) return
    followed.current = id
    setSubject(id)
    void look(id)
  })
  useEffect(() => {
    if (requestId) follow(requestId)
  }, [requestId])

  return (
    <Screen title={t('people.title')} intro={t('people.intro')}>
      <Form label={t('people.search')} onSubmit={() => look(subject.trim())}>
        <div className="find">
          <TextField
            id="subject"
            type="search"
            label={t('people.subject')}
            hint={t('people.subjectHint')}
            value={subject}
            onChange={setSubject}
            error={error}
          />
          <button type="submit" data-latchkey="button is-primary" aria-disabled={call.isPending}>
            {call.isPending ? t('people.searching') : t('people.search')}
          </button>
        </div>
      </Form>
      {refusal && <Trouble refusal={refusal} />}
      <div role="status">
        {isOld && search && (
          <div className="news">
            <p>{t('people.news')}</p>
            <button
              type="button"
              data-latchkey="button is-quiet"
              onClick={() => void look(search.subject)}
            >
              {t('people.again')}
            </button>
          </div>
        )}
      </div>
      {search && <Found search={search} onChange={() => void look(search.subject)} />}
    </Screen>
  )
}

function Found({ search, onChange }: { search: Search; onChange: () => void }) {
  const t = useText()
  const { found, subject } = search
  if (found.status === 'none') {
    return (
      <div role="status">
        <Empty title={t('list.noneFound')}>
          <Says what={found.says} />
        </Empty>
      </div>
    )
  }
  return <FoundPerson key={subject} subject={subject} person={found.person} onChange={onChange} />
}
