import { createContext, useContext, useLayoutEffect, useRef } from 'react'

/** The heading the reader was last taken to; one for the app, because every page brings a heading of its own. */
export const ShownTitle = createContext<{ current: string | undefined }>({ current: undefined })

/** Takes the reader to the new heading when the page, or what it is about, changed; not on the first load. */
export function useHeadingFocus(title: string, isProvisional: boolean) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useContext(ShownTitle)

  // Before anybody can type into the new page: a focus moved later would take their keys away.
  useLayoutEffect(() => {
    if (isProvisional) return
    if (shown.current !== undefined && shown.current !== title) heading.current?.focus()
    shown.current = title
  }, [title, isProvisional, shown])
  return heading
}
