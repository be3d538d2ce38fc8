import { loadOperator } from '@latchkey/wording/operator'
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { App } from '../app.tsx'
import { forgetToken, takeTokenFromAddress } from '../token-from-address.ts'
import { eventSourceFrom } from './event-source.ts'
import { type FakeOperators, openFakeOperators } from './fake-operators.ts'
import { serve } from './serve.ts'

const english = await loadOperator('en')

/** Opens an address as a browser does, with the whole app. */
export function openPage(address: string, server: FakeOperators = openFakeOperators()) {
  forgetToken()
  window.history.pushState(null, '', address)
  takeTokenFromAddress()
  const call = serve(server)
  const connection = { fetch: call, eventSource: eventSourceFrom(call) }
  const view = render(<App wording={english} connection={connection} />)
  return { server, user: userEvent.setup({ delay: null }), leave: view.unmount }
}
