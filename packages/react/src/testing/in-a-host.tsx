import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { connectTo } from '../client.ts'
import { LatchkeyProvider, type LatchkeyProviderProps } from '../latchkey-provider.tsx'
import { loadTexts } from '../texts.ts'
import { type FakeServer, openFakeServer } from './fake-server.ts'
import { serve } from './serve.ts'

type Host = Partial<Omit<LatchkeyProviderProps, 'url' | 'client' | 'children'>> & {
  server?: FakeServer
}

/** A client of the real router, as an application would make one. */
export function clientOf(server: FakeServer) {
  return connectTo({ url: '/trpc', locale: () => 'en', fetch: serve(server) })
}

/** Shows parts in an application that has nothing but a provider. */
export async function showInHost(parts: ReactNode, { server, ...host }: Host = {}) {
  await loadTexts(host.locale ?? 'en')
  const used = server ?? openFakeServer()
  const view = render(
    <LatchkeyProvider client={clientOf(used)} {...host}>
      {parts}
    </LatchkeyProvider>,
  )
  return { ...view, server: used, user: userEvent.setup({ delay: null }) }
}
