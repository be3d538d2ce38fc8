import './server-here.ts'
import '../src/styles/index.css'
import { type Locale, locales } from '@latchkey/wording'
import { createRoot } from 'react-dom/client'
import { preloadPages } from '../src/pages.ts'
import { showState } from './show-state.tsx'
import { states } from './states.ts'

/* One state by itself: /dev/state?name=…&locale=…&theme=…&dir=… */

const wanted = new URLSearchParams(window.location.search)
const state = states.find(({ name }) => name === wanted.get('name'))
const locale = locales.find((one) => one === wanted.get('locale')) ?? ('en' satisfies Locale)
const root = document.getElementById('root')
if (!state || !root) throw new Error('no such state')

window.sessionStorage.clear()
await preloadPages()
const { documentElement } = document
documentElement.style.colorScheme = wanted.get('theme') ?? 'light dark'
await showState(state, { locale, render: (app) => createRoot(root).render(app) })
const direction = wanted.get('dir')
if (direction) documentElement.dir = direction
documentElement.dataset.state = 'shown'
