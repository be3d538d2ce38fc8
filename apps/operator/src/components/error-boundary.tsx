import { useLanguage } from '@latchkey/react/app'
import { Component, type ReactNode } from 'react'

/** Shown when rendering fails. Nothing is only in memory here, so loading the document again is the way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useLanguage()
  return (
    <div data-latchkey="frame" className="entry">
      <main data-latchkey="card">
        <h1 data-latchkey="title">{t('broken.title')}</h1>
        <p role="alert">{t('broken.unknown')}</p>
        <button
          type="button"
          data-latchkey="button is-primary"
          onClick={() => window.location.reload()}
        >
          {t('broken.reload')}
        </button>
      </main>
    </div>
  )
}
