import { createContext, useContext, useRef } from 'react'
import { useBrowserLayoutEffect } from '../use-event.ts'

/** The title that was focused last. It outlives the pages, each of which has its own heading. */
export const ShownTitle = createContext<{ current: string | undefined }>({ current: undefined })

/** Focuses the heading when the page or its title has changed, but not on the first load. */
export function useHeadingFocus(title: string, isProvisional: boolean) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useContext(ShownTitle)

  // A layout effect, before anybody can type into the new page: a later focus would interrupt them.
  useBrowserLayoutEffect(() => {
    if (isProvisional) return
    if (shown.current !== undefined && shown.current !== title) heading.current?.focus()
    shown.current = title
  }, [title, isProvisional, shown])
  return heading
}
