import { LoadFailed } from '@latchkey/react/app'
import { type Locale, loadPages } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { App } from './app.tsx'
import type { PageData } from './page-data.ts'
import { preloadPage } from './router.tsx'

type Options = {
  locale: Locale
  /** What the server wrote into the page, and the language of its HTML; absent while developing. */
  data?: PageData | undefined
  shellLocale?: Locale | undefined
  /** `takesOver`: this is what the server's HTML shows, so React may go on with that. */
  show: (what: ReactNode, takesOver: boolean) => void
  /** For tests. */
  loadWording?: typeof loadPages
}

/** Shows the first page. If its texts or its code do not load, people can try again. */
export async function openApp(options: Options): Promise<void> {
  const { locale, data, shellLocale = locale, show, loadWording = loadPages } = options
  for (;;) {
    try {
      // Nothing is shown before both are loaded, so that no page appears in another language first.
      const [wording, shellWording] = await Promise.all([
        loadWording(locale),
        shellLocale === locale ? undefined : loadWording(shellLocale),
        preloadPage(window.location.pathname),
      ])
      return show(<App wording={wording} shellWording={shellWording} data={data} />, true)
    } catch {
      await new Promise<void>((retry) =>
        show(<LoadFailed locale={locale} onRetry={retry} />, false),
      )
    }
  }
}
