import { type Locale, loadPages } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { App } from './app.tsx'
import { Unloaded } from './components/unloaded.tsx'
import { preloadPage } from './router.tsx'

type Options = {
  locale: Locale
  show: (what: ReactNode) => void
  /** Tests break it. */
  loadWording?: typeof loadPages
}

/** Shows the first page. Texts or script that do not come are fetched again whenever the reader says so. */
export async function openApp({ locale, show, loadWording = loadPages }: Options): Promise<void> {
  for (;;) {
    try {
      // Both at once, and nothing is shown before: no page flashes up in another language.
      const [wording] = await Promise.all([
        loadWording(locale),
        preloadPage(window.location.pathname),
      ])
      return show(<App wording={wording} />)
    } catch {
      await new Promise<void>((retry) => show(<Unloaded locale={locale} onRetry={retry} />))
    }
  }
}
