import { LanguageProvider } from '@latchkey/react/app'
import type { Locale, PagesWording } from '@latchkey/wording'
import { loadOperator, type OperatorWording } from '@latchkey/wording/operator'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { BrowserRouter } from 'react-router'
import { type Connection, connect, TrpcProvider } from './api.ts'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { Router } from './router.tsx'

type AppProps = {
  wording: OperatorWording
  connection?: Connection
}

export function App({ wording, connection }: AppProps) {
  const [{ client, queryClient }] = useState(() => connect(connection))
  return (
    <LanguageProvider initial={asPages(wording)} load={loadAsPages}>
      <ErrorBoundary>
        <TrpcProvider client={client} queryClient={queryClient}>
          <QueryClientProvider client={queryClient}>
            <BrowserRouter>
              <Router />
            </BrowserRouter>
          </QueryClientProvider>
        </TrpcProvider>
      </ErrorBoundary>
    </LanguageProvider>
  )
}

/** It has every text of the pages, too. `useText` knows that there are more. */
function asPages(wording: OperatorWording): PagesWording {
  return wording as unknown as PagesWording
}

async function loadAsPages(locale: Locale): Promise<PagesWording> {
  return asPages(await loadOperator(locale))
}
