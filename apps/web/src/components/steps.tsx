export type Step = 1 | 2 | 3

const all: readonly Step[] = [1, 2, 3]

export function Steps({ step }: { step: Step }) {
  return (
    <p className="steps">
      <span className="steps-track" aria-hidden="true">
        {all.map((one) => (
          <span key={one} className={one <= step ? 'steps-mark is-reached' : 'steps-mark'} />
        ))}
      </span>
      Step {step} of {all.length}
    </p>
  )
}
