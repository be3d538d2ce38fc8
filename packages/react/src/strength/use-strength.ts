import { importFile } from '@latchkey/wording'
import { useEffect, useRef, useState } from 'react'
import { type StartWorker, useLatchkey } from '../context.ts'
import type { Estimator, Verdict } from './estimator.ts'
import type { Question } from './messages.ts'

const PAUSE_MS = 400

type StrengthInput = Omit<Question, 'id'>

/**
 * Whether a password will be refused, and how hard it is to guess; undefined while that is not known. It is only advice:
 * the estimator is loaded when the first character is typed, and if that fails there is no advice.
 */
export function useStrength(input: StrengthInput): Verdict | undefined {
  const { password, login, productName, minLength, locale } = input
  const { startStrengthWorker } = useLatchkey()
  const estimator = useRef<Promise<Estimator>>(undefined)
  const [verdict, setVerdict] = useState<Verdict>()

  useEffect(() => {
    setVerdict(undefined)
    if (password === '') return
    // Only when the typing pauses: a screen reader would announce a result for every character.
    const timer = setTimeout(async () => {
      try {
        estimator.current ??= open(startStrengthWorker, setVerdict)
        const { estimate } = await estimator.current
        estimate({ password, login, productName, minLength, locale })
      } catch {
        estimator.current = undefined
      }
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [password, login, productName, minLength, locale, startStrengthWorker])

  useEffect(
    () => () => {
      void estimator.current?.then(({ close }) => close()).catch(() => undefined)
      estimator.current = undefined
    },
    [],
  )
  return verdict
}

async function open(
  startWorker: StartWorker,
  onVerdict: (verdict: Verdict) => void,
): Promise<Estimator> {
  const [{ openEstimator }, worker] = await Promise.all([
    importFile(() => import('./estimator.ts')),
    startWorker(),
  ])
  return openEstimator(worker, onVerdict)
}
