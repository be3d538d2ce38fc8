import { loadPages } from '@latchkey/wording'
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { Connection } from '../api.ts'
import { App } from '../app.tsx'
import { takeToken } from '../take-token.ts'
import { type FakeHouse, openFakeHouse } from './fake-house.ts'
import { serve } from './serve.ts'

type Options = { house?: FakeHouse; state?: object; connection?: Connection }

/** Opens an address as a browser does: the whole app, from the first line of its first module. */
const english = await loadPages('en')

export function openPage(address: string, options: Options = {}) {
  const house = options.house ?? openFakeHouse()
  window.history.pushState(options.state ?? null, '', address)
  takeToken()
  const connection = { fetch: serve(house), ...options.connection }
  const view = render(<App wording={english} connection={connection} />)
  return { house, user: userEvent.setup({ delay: null }), leave: view.unmount }
}
