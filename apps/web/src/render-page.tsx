import { type Locale, loadPages } from '@latchkey/wording'
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { StaticRouter } from 'react-router'
import { App } from './app.tsx'
import type { PageData } from './page-data.ts'
import { preloadPage } from './router.tsx'

/**
 * The first HTML of a page, for the server, which imports the built form of this module (decision 48). React takes this
 * HTML over in the browser, so both are made by the same components.
 */
export async function renderPage(path: string, locale: Locale, data: PageData): Promise<string> {
  const [t] = await Promise.all([loadPages(locale), preloadPage(path)])
  return renderToString(
    <StrictMode>
      <App
        wording={t}
        data={data}
        router={({ children }) => <StaticRouter location={path}>{children}</StaticRouter>}
      />
    </StrictMode>,
  )
}
