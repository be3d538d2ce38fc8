import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'

/** React 18 warns about layout effects on a server, where none of them runs. */
export const useBrowserLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect

/** A function that never changes and calls the latest one: React 18 and 19.0 have no `useEffectEvent`. */
export function useEvent<Given extends unknown[], Result>(
  handle: (...given: Given) => Result,
): (...given: Given) => Result {
  const latest = useRef(handle)
  useBrowserLayoutEffect(() => {
    latest.current = handle
  })
  return useCallback((...given) => latest.current(...given), [])
}
