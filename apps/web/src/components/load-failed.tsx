import { type Locale, languages, unloaded } from '@latchkey/wording'
import { useEffect, useState } from 'react'

type UnloadedProps = {
  locale: Locale
  /** Another one for every try. */
  onRetry: () => void
}

/** The first load failed. Trying again keeps what is in memory, like the secret of an opened link. */
export function Unloaded({ locale, onRetry }: UnloadedProps) {
  const t = unloaded[locale]
  const [tried, setTried] = useState<{ onRetry: () => void }>()
  const isTrying = tried?.onRetry === onRetry

  function retry() {
    setTried({ onRetry })
    onRetry()
  }

  useEffect(() => {
    document.title = t.title
  }, [t])

  useEffect(() => {
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [onRetry])

  return (
    <div className="page" lang={locale} dir={languages[locale].direction}>
      <main className="card">
        <h1>{t.title}</h1>
        <p role="alert">{!isTrying && t.text}</p>
        <button
          type="button"
          className="button is-primary"
          aria-disabled={isTrying}
          onClick={retry}
        >
          {isTrying ? t.busy : t.retry}
        </button>
      </main>
    </div>
  )
}
