import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { type Connection, connect, TrpcProvider } from './api.ts'
import { Unexpected } from './components/unexpected.tsx'
import { Router } from './router.tsx'

export function App({ connection }: { connection?: Connection }) {
  const [{ client, queryClient }] = useState(() => connect(connection))
  return (
    <Unexpected>
      <TrpcProvider client={client} queryClient={queryClient}>
        <QueryClientProvider client={queryClient}>
          <Router />
        </QueryClientProvider>
      </TrpcProvider>
    </Unexpected>
  )
}
