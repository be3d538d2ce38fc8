import { takeTokenFromAddress } from './token-from-address.ts'
import './styles/index.css'
import { LoadFailed, preferredLocale } from '@latchkey/react/app'
import { loadOperator } from '@latchkey/wording/operator'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { watchForSomebody } from './somebody-here.ts'

// First, before anything can send a request or render.
takeTokenFromAddress()
watchForSomebody()

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')
const root = createRoot(container)
const show = (what: ReactNode) => root.render(<StrictMode>{what}</StrictMode>)

const locale = preferredLocale()
for (let isShown = false; !isShown; ) {
  try {
    const wording = await loadOperator(locale)
    show(<App wording={wording} />)
    isShown = true
  } catch {
    await new Promise<void>((retry) => show(<LoadFailed locale={locale} onRetry={retry} />))
  }
}
