import { openFakeServer, serve } from '@latchkey/react/testing'
import { type Locale, loadPages } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { App } from '../src/app.tsx'
import { takeTokenFromAddress } from '../src/flow/token-from-address.ts'
import { preloadPage } from '../src/router.tsx'
import { enterAddress } from '../src/testing/enter-address.ts'
import { pageActions } from './page-actions.ts'
import type { GalleryState } from './states.ts'

/** Opens the whole app, as a browser does, and brings it into one state. */
export async function showState(
  state: GalleryState,
  { locale, render }: { locale: Locale; render: (app: ReactNode) => void },
): Promise<void> {
  const server = openFakeServer()
  state.prepare?.(server)
  enterAddress(state.path, state.pageState)
  takeTokenFromAddress()
  const [wording] = await Promise.all([loadPages(locale), preloadPage(window.location.pathname)])
  render(<App wording={wording} connection={{ fetch: state.fetch?.(server) ?? serve(server) }} />)
  await pageActions.waitFor('h1')
  await state.act?.(pageActions, server)
}
