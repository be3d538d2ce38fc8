import { type Locale, loadPages } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { App } from './app.tsx'
import { LoadFailed } from './components/load-failed.tsx'
import { preloadPage } from './router.tsx'

type Options = {
  locale: Locale
  show: (what: ReactNode) => void
  /** For tests. */
  loadWording?: typeof loadPages
}

/** Shows the first page. If its texts or its code do not load, people can try again. */
export async function openApp({ locale, show, loadWording = loadPages }: Options): Promise<void> {
  for (;;) {
    try {
      // Nothing is shown before both are loaded, so that no page appears in another language first.
      const [wording] = await Promise.all([
        loadWording(locale),
        preloadPage(window.location.pathname),
      ])
      return show(<App wording={wording} />)
    } catch {
      await new Promise<void>((retry) => show(<LoadFailed locale={locale} onRetry={retry} />))
    }
  }
}
