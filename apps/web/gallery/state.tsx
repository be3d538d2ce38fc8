import './look-like-a-server.ts'
import '../src/styles/index.css'
import { dropSecret, forgetTab } from '@latchkey/react/app'
import { type Locale, locales } from '@latchkey/wording'
import { createRoot, type Root } from 'react-dom/client'
import { preloadPages } from '../src/router.tsx'
import { pageActions } from './page-actions.ts'
import { showState } from './show-state.tsx'
import { states } from './states.ts'

/* Shows one state: /dev/state?name=…&locale=…&theme=…&dir=… */

const { documentElement } = document
let root: Root | undefined

await preloadPages()
await show(new URLSearchParams(window.location.search))
// For the browser tests, which show one state after another without loading the page again.
Object.assign(window, { show: (choice: string) => show(new URLSearchParams(choice)) })

async function show(wanted: URLSearchParams): Promise<void> {
  reset()
  const state = states.find(({ name }) => name === wanted.get('name'))
  const locale = locales.find((one) => one === wanted.get('locale')) ?? ('en' satisfies Locale)
  const box = document.getElementById('root')
  if (!state || !box) throw new Error('no such state')
  documentElement.style.colorScheme = wanted.get('theme') ?? 'light dark'
  root = createRoot(box)
  await showState(state, { locale, render: (app) => root?.render(app) })
  const direction = wanted.get('dir')
  if (direction) documentElement.dir = direction
  documentElement.dataset.state = 'shown'
}

function reset(): void {
  // Before unmounting, while the app still listens.
  pageActions.dispatch('online')
  root?.unmount()
  dropSecret()
  forgetTab()
  delete documentElement.dataset.state
}
