import { type Locale, loadPages } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { App } from '../src/app.tsx'
import { takeTokenFromAddress } from '../src/flow/token-from-address.ts'
import { preloadPage } from '../src/router.tsx'
import { enterAddress } from '../src/testing/enter-address.ts'
import { openFakeServer } from '../src/testing/fake-server.ts'
import { serve } from '../src/testing/serve.ts'
import { hands } from './hands.ts'
import type { GalleryState } from './states.ts'

/** Opens the whole app in one state, as a browser does, and does what the state needs done. */
export async function showState(
  state: GalleryState,
  { locale, render }: { locale: Locale; render: (app: ReactNode) => void },
): Promise<void> {
  const testbed = openFakeServer()
  state.before?.(testbed)
  enterAddress(state.path, state.pageState)
  takeTokenFromAddress()
  const [wording] = await Promise.all([loadPages(locale), preloadPage(window.location.pathname)])
  render(<App wording={wording} connection={{ fetch: state.fetch?.(testbed) ?? serve(testbed) }} />)
  await hands.see('h1')
  await state.next?.(hands, testbed)
}
