import { useEffect, useRef, useState } from 'react'
import type { Estimator, Strength } from './estimator.ts'

const PAUSE_MS = 400

type StrengthInput = {
  password: string
  /** The address and the name of the site, whose words an attacker would try first. */
  personalText: string
  locale: string
}

/**
 * How hard a password is to guess; undefined while that is not known. It is only advice: the estimator is loaded when
 * the first character is typed, and if that fails there is no advice.
 */
export function useStrength({
  password,
  personalText,
  locale,
}: StrengthInput): Strength | undefined {
  const estimator = useRef<Promise<Estimator>>(undefined)
  const [strength, setStrength] = useState<Strength>()

  useEffect(() => {
    setStrength(undefined)
    if (password === '') return
    // Only when the typing pauses: a screen reader would announce a result for every character.
    const timer = setTimeout(async () => {
      try {
        estimator.current ??= open(setStrength)
        const { estimate } = await estimator.current
        estimate({ password, personalWords: personalText.split(/[\s@.]+/).filter(Boolean), locale })
      } catch {
        estimator.current = undefined
      }
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [password, personalText, locale])

  useEffect(
    () => () => {
      void estimator.current?.then(({ close }) => close()).catch(() => undefined)
      estimator.current = undefined
    },
    [],
  )
  return strength
}

async function open(onEstimate: (strength: Strength) => void): Promise<Estimator> {
  const { openEstimator } = await import('./estimator.ts')
  return openEstimator(onEstimate)
}
