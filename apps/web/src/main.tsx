// First, before anything can send a request or render: it takes the secret out of the address.
import './opened-link.ts'
import './styles/index.css'
import { loadPages } from '@latchkey/wording'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { preferredLocale } from './language.ts'
import { pageAt, preloadPages } from './pages.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// Both at once, and nothing is shown before: no page flashes up in another language.
const [wording] = await Promise.all([
  loadPages(preferredLocale()),
  pageAt(window.location.pathname).preload(),
])

createRoot(root).render(
  <StrictMode>
    <App wording={wording} />
  </StrictMode>,
)

// Safari has no requestIdleCallback; there, soon is good enough.
const whenIdle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1000))
// What cannot be fetched now is asked for again when it is needed.
whenIdle(() => void preloadPages().catch(() => undefined))
