import type { Person } from '@latchkey/operator'
import { useOpenAct } from '../../act-context.ts'
import { type PersonAct, useActs } from '../../api.ts'
import { Address } from '../../components/address.tsx'
import { useText } from '../../use-text.ts'
import { Says } from '../../words/says.tsx'

/** What each act does, in the order in which it is told. */
const effects = {
  unsuppress: ['people.unsuppressEffect', 'people.unsuppressService'],
  revoke: ['people.revokeSecrets', 'people.revokeSessions', 'people.revokePassword'],
  disable: ['people.disableEffect', 'people.revokeSecrets', 'people.revokeSessions'],
  enable: ['people.enableEffect'],
} as const satisfies Record<PersonAct, readonly string[]>

const acts = Object.keys(effects) as PersonAct[]
const severe: readonly PersonAct[] = ['revoke', 'disable']

type PersonActsProps = { subject: string; person: Person; onChange: () => void }

/** What an operator can do for a person, and what nobody can. */
export function PersonActs({ subject, person, onChange }: PersonActsProps) {
  const t = useText()
  const openAct = useOpenAct()
  const { onPerson } = useActs()
  const possible = acts.filter((act) => person.may[act])

  function openDialog(act: PersonAct) {
    openAct({
      title: t.parts(`people.${act}Title`, {
        address: <Address key="address">{person.address}</Address>,
      }),
      effects: effects[act].map((text) => t(text)),
      confirm: t(`people.${act}`),
      isSevere: severe.includes(act),
      act: onPerson(act, subject),
      onDone: onChange,
    })
  }

  return (
    <>
      {possible.length === 0 && <p>{t('people.nothingToDo')}</p>}
      <div className="acts">
        {possible.map((act) => (
          <button
            key={act}
            type="button"
            data-latchkey="button is-quiet"
            onClick={() => openDialog(act)}
          >
            {t(`people.${act}`)}
          </button>
        ))}
      </div>
      {person.elsewhere && (
        <p>
          <Says what={person.elsewhere} />
        </p>
      )}
      <p className="soft">{t('shell.noPasswords')}</p>
    </>
  )
}
