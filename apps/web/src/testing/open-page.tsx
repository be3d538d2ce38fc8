import { type PageState, restoreTicket } from '@latchkey/react/app'
import { type FakeServer, openFakeServer, serve } from '@latchkey/react/testing'
import { loadPages } from '@latchkey/wording'
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { Connection } from '../api.ts'
import { App } from '../app.tsx'
import { takeArrivalFromAddress } from '../flow/arrival.ts'
import { takeTokenFromAddress } from '../flow/token-from-address.ts'
import { enterAddress } from './enter-address.ts'

type Options = { server?: FakeServer; state?: PageState; connection?: Connection }

const english = await loadPages('en')

/** Opens an address as a browser does, with the whole app. */
export function openPage(address: string, options: Options = {}) {
  const server = options.server ?? openFakeServer()
  enterAddress(address, options.state)
  restoreTicket()
  takeTokenFromAddress()
  takeArrivalFromAddress()
  const connection = { fetch: serve(server), ...options.connection }
  const view = render(<App wording={english} connection={connection} />)
  return { server, user: userEvent.setup({ delay: null }), leave: view.unmount }
}
