import { useWording } from '../wording.ts'

export type Step = 1 | 2 | 3

const all: readonly Step[] = [1, 2, 3]

export function Steps({ step }: { step: Step }) {
  const t = useWording()
  return (
    <p data-latchkey="steps">
      <span data-latchkey="steps-track" aria-hidden="true">
        {all.map((one) => (
          <span key={one} data-latchkey={one <= step ? 'steps-mark is-reached' : 'steps-mark'} />
        ))}
      </span>
      {t('page.steps', { step: t.number(step), total: t.number(all.length) })}
    </p>
  )
}
