// First, before anything can send a request or render: it takes the token out of the address.
import './flow/watch-address.ts'
import './styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { preferredLocale } from './language.ts'
import { openApp } from './open-app.tsx'
import { preloadPages } from './router.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const app = createRoot(root)
await openApp({
  locale: preferredLocale(),
  show: (what) => app.render(<StrictMode>{what}</StrictMode>),
})

// Safari has no requestIdleCallback.
const whenIdle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1000))
// A page that does not load now is loaded when it is needed.
whenIdle(() => void preloadPages().catch(() => undefined))
