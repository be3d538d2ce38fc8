import type { PagesWording } from '@latchkey/wording'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { type Connection, connect, TrpcProvider } from './api.ts'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { preloadPage, Router } from './router.tsx'
import { LanguageProvider } from './wording.tsx'

export function App({ wording, connection }: { wording: PagesWording; connection?: Connection }) {
  const [{ client, queryClient }] = useState(() => connect(connection))
  return (
    <LanguageProvider initial={wording}>
      <ErrorBoundary beforeRetry={() => preloadPage(window.location.pathname)}>
        <TrpcProvider client={client} queryClient={queryClient}>
          <QueryClientProvider client={queryClient}>
            <Router />
          </QueryClientProvider>
        </TrpcProvider>
      </ErrorBoundary>
    </LanguageProvider>
  )
}
