import { loadPages } from '@latchkey/wording'
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { Connection } from '../api.ts'
import { App } from '../app.tsx'
import { takeToken } from '../take-token.ts'
import { type FakeServer, openFakeServer } from './fake-server.ts'
import { serve } from './serve.ts'

type Options = { testbed?: FakeServer; state?: object; connection?: Connection }

/** Opens an address as a browser does: the whole app, from the first line of its first module. */
const english = await loadPages('en')

export function openPage(address: string, options: Options = {}) {
  const testbed = options.testbed ?? openFakeServer()
  window.history.pushState(options.state ?? null, '', address)
  takeToken()
  const connection = { fetch: serve(testbed), ...options.connection }
  const view = render(<App wording={english} connection={connection} />)
  return { testbed, user: userEvent.setup({ delay: null }), leave: view.unmount }
}
