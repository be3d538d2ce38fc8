import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type ReactNode,
  startTransition,
  use,
  useEffect,
  useState,
} from 'react'
import type { Carried } from './carried.ts'

/*
 * Where the reader is, and how to go elsewhere: the History API, for seven flat addresses.
 * docs/decisions/0029-navigation-of-our-own.md
 */

type Place = { path: string; carried: unknown }
type Move = { replace?: boolean; carry?: Carried }

const Here = createContext<Place>({ path: '/', carried: undefined })
const movers = new Set<() => void>()

/** Goes to another page of this app. What it carries is kept by the history entry, so never a secret. */
export function navigate(to: string, { replace = false, carry }: Move = {}): void {
  if (replace) window.history.replaceState(carry ?? null, '', to)
  else window.history.pushState(carry ?? null, '', to)
  for (const moved of movers) moved()
}

export function Navigation({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(placeNow)

  useEffect(() => {
    // A transition: the page before stays until the script of the next one is here.
    const moved = () => startTransition(() => setPlace(placeNow()))
    movers.add(moved)
    window.addEventListener('popstate', moved)
    return () => {
      movers.delete(moved)
      window.removeEventListener('popstate', moved)
    }
  }, [])

  return <Here value={place}>{children}</Here>
}

export function usePlace(): Place {
  return use(Here)
}

type LinkProps = Omit<ComponentProps<'a'>, 'href'> & { to: string; carry?: Carried }

export function Link({ to, carry, ...anchor }: LinkProps) {
  function follow(event: MouseEvent) {
    if (!isPlainClick(event)) return
    event.preventDefault()
    // What was typed here comes back with Back.
    if (carry) window.history.replaceState(carry, '')
    // The page one is on: another entry would make Back seem broken.
    navigate(to, { replace: to === window.location.pathname, ...(carry && { carry }) })
  }
  return <a {...anchor} href={to} onClick={follow} />
}

/** Everything else is the browser's: new tabs, new windows, downloads. */
function isPlainClick(event: MouseEvent): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return event.button === 0 && !isModified
}

function placeNow(): Place {
  return { path: window.location.pathname, carried: window.history.state }
}
