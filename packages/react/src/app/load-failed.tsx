import { type Locale, languages, loadFailed } from '@latchkey/wording'
import { useEffect, useState } from 'react'

type LoadFailedProps = {
  locale: Locale
  /** A new function for every attempt. */
  onRetry: () => void
}

/** The first load failed. Trying again keeps everything in memory, like the token of an opened link. */
export function LoadFailed({ locale, onRetry }: LoadFailedProps) {
  const t = loadFailed[locale]
  const [started, setStarted] = useState<{ onRetry: () => void }>()
  const isTrying = started?.onRetry === onRetry

  function retry() {
    setStarted({ onRetry })
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
      <main data-latchkey="card">
        <h1 data-latchkey="title">{t.title}</h1>
        <p role="alert">{!isTrying && t.text}</p>
        <button
          type="button"
          data-latchkey="button is-primary"
          aria-disabled={isTrying}
          onClick={retry}
        >
          {isTrying ? t.busy : t.retry}
        </button>
      </main>
    </div>
  )
}
