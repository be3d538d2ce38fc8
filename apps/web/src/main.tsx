// First, before anything can send a request or render: they take the token and what an application said out of the address.
import './flow/watch-address.ts'
import './flow/watch-arrival.ts'
import './styles/index.css'
import { keepEarlySubmits, preferredLocale } from '@latchkey/react/app'
import type { Locale } from '@latchkey/wording'
import { type ReactNode, StrictMode } from 'react'
import { createRoot, hydrateRoot, type Root } from 'react-dom/client'
import { keepTypedAddress } from './flow/arrival.ts'
import { openApp } from './open-app.tsx'
import { readPageData } from './page-data.ts'
import { preloadPages } from './router.tsx'

// Before the texts and the page are loaded, which may take a while.
keepEarlySubmits()

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')

const data = readPageData()
let root: Root | undefined

function show(what: ReactNode, takesOver: boolean) {
  const tree = <StrictMode>{what}</StrictMode>
  if (!root) {
    document.getElementById('late')?.remove()
    root = firstRoot(tree, takesOver)
  }
  root.render(tree)
}

function firstRoot(tree: ReactNode, takesOver: boolean): Root {
  keepTypedAddress()
  if (data && takesOver) return hydrateRoot(container as HTMLElement, tree)
  return createRoot(container as HTMLElement)
}

await openApp({
  locale: preferredLocale(),
  data,
  shellLocale: data && (document.documentElement.lang as Locale),
  show,
})

// Safari has no requestIdleCallback.
const whenIdle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1000))
// A page that does not load now is loaded when it is needed.
whenIdle(() => void preloadPages().catch(() => undefined))
