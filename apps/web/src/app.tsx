import { LanguageProvider } from '@latchkey/react/app'
import type { PagesWording } from '@latchkey/wording'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { type Connection, connect, TrpcProvider } from './api.ts'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { LogoContext, type PageData } from './page-data.ts'
import { paths } from './paths.ts'
import { preloadPage, Router, type RouterAround } from './router.tsx'

type AppProps = {
  wording: PagesWording
  /** The texts of the HTML that the server sent, if that is in another language. */
  shellWording?: PagesWording | undefined
  data?: PageData | undefined
  connection?: Connection
  /** On the server, which has no address bar. */
  router?: RouterAround
}

export function App({ wording, shellWording, data, connection, router }: AppProps) {
  const [{ client, queryClient }] = useState(() => connect({ ...connection, data }))
  return (
    <LanguageProvider initial={wording} shell={shellWording}>
      <ErrorBoundary beforeRetry={() => preloadPage(window.location.pathname)}>
        <TrpcProvider client={client} queryClient={queryClient}>
          <QueryClientProvider client={queryClient}>
            <LogoContext value={data?.logo ?? { src: paths.logo }}>
              <Router client={client} settings={data?.settings} around={router} />
            </LogoContext>
          </QueryClientProvider>
        </TrpcProvider>
      </ErrorBoundary>
    </LanguageProvider>
  )
}
