import type { PagesWording } from '@latchkey/wording'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { type Connection, connect, TrpcProvider } from './api.ts'
import { Unexpected } from './components/unexpected.tsx'
import { Router } from './router.tsx'
import { Worded } from './wording.tsx'

export function App({ wording, connection }: { wording: PagesWording; connection?: Connection }) {
  const [{ client, queryClient }] = useState(() => connect(connection))
  return (
    <Worded first={wording}>
      <Unexpected>
        <TrpcProvider client={client} queryClient={queryClient}>
          <QueryClientProvider client={queryClient}>
            <Router />
          </QueryClientProvider>
        </TrpcProvider>
      </Unexpected>
    </Worded>
  )
}
