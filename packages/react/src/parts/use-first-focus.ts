import { type RefObject, useContext, useEffect, useState } from 'react'
import { ShownTitle } from './use-heading-focus.ts'

/**
 * Focuses a field once, when it appears. Not on touch screens, where a keyboard would cover what the page says.
 */
export function useFirstFocus(box: RefObject<HTMLElement | null>, isWanted: boolean) {
  // Not a layout effect: in those the heading gets the focus, and the field comes after it.
  useEffect(() => {
    if (isWanted && hasFinePointer()) box.current?.focus()
  }, [box, isWanted])
}

/** Whether no page was shown before this one. Later the focus goes to the heading, which says where people are now. */
export function useIsFirstPage(): boolean {
  const shown = useContext(ShownTitle)
  const [isFirst] = useState(() => shown.current === undefined)
  return isFirst
}

function hasFinePointer(): boolean {
  // Absent where tests run.
  return window.matchMedia?.('(hover: hover) and (pointer: fine)').matches ?? false
}
