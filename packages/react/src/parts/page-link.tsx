import type { ReactNode } from 'react'
import { useLatchkey } from '../context.ts'
import type { PageState, Place } from '../navigation.ts'
import type { ClickEvent } from '../slots.ts'
import { Button } from './button.tsx'
import { Link } from './link.tsx'

type PageLinkProps = {
  to: Place
  state?: PageState
  'data-latchkey'?: string
  'aria-label'?: string | undefined
  /** Before it leads on. */
  onFollow?: () => void
  children: ReactNode
}

/** Leads to a page of the recovery: a link where the page has an address, otherwise a button. */
export function PageLink(props: PageLinkProps) {
  const { to, state, 'data-latchkey': name = 'link', onFollow, children } = props
  const label = props['aria-label']
  const { navigation } = useLatchkey()
  const href = navigation.href(to)

  function follow() {
    onFollow?.()
    navigation.go(to, state && { state })
  }

  function click(event: ClickEvent) {
    // The browser opens it in another tab or window.
    const isForBrowser = event.metaKey || event.altKey || event.ctrlKey || event.shiftKey
    if (event.defaultPrevented || event.button !== 0 || isForBrowser) return
    event.preventDefault()
    follow()
  }

  if (href === undefined) {
    return (
      <Button type="button" data-latchkey={name} aria-label={label} onClick={follow}>
        {children}
      </Button>
    )
  }
  return (
    <Link href={href} onClick={click} data-latchkey={name} aria-label={label}>
      {children}
    </Link>
  )
}
