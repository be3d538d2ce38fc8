import { type Locale, loadPages } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { App } from '../src/app.tsx'
import { pageAt } from '../src/pages.ts'
import { takeToken } from '../src/take-token.ts'
import { openFakeServer } from '../src/testing/fake-server.ts'
import { serve } from '../src/testing/serve.ts'
import { hands } from './hands.ts'
import type { PageState } from './states.ts'

/** Opens the whole app in one state, as a browser does, and does what the state needs done. */
export async function showState(
  state: PageState,
  { locale, render }: { locale: Locale; render: (app: ReactNode) => void },
): Promise<void> {
  const testbed = openFakeServer()
  state.before?.(testbed)
  window.history.replaceState(state.carry ?? null, '', state.path)
  takeToken()
  const [wording] = await Promise.all([
    loadPages(locale),
    pageAt(window.location.pathname).preload(),
  ])
  render(<App wording={wording} connection={{ fetch: state.fetch?.(testbed) ?? serve(testbed) }} />)
  await hands.see('h1')
  await state.next?.(hands, testbed)
}
