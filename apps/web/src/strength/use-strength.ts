import { useEffect, useRef, useState } from 'react'
import type { Estimator, Strength } from './estimator.ts'

const PAUSE_MS = 400

/**
 * How hard a password is to guess; undefined while that is not known. Only advice, so nothing waits for it: the
 * estimator is fetched when somebody begins to type, and where it does not come, nobody misses it.
 */
export function useStrength(password: string, near: string, locale: string): Strength | undefined {
  const estimator = useRef<Promise<Estimator>>(undefined)
  const [strength, setStrength] = useState<Strength>()

  useEffect(() => {
    setStrength(undefined)
    if (password === '') return
    // When the typing pauses: a reader that hears every letter judged hears nothing else.
    const timer = setTimeout(async () => {
      try {
        estimator.current ??= open(setStrength)
        const { ask } = await estimator.current
        ask({ password, near: near.split(/[\s@.]+/).filter(Boolean), locale })
      } catch {
        estimator.current = undefined
      }
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [password, near, locale])

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
