import { Component, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useWording } from '../wording.tsx'
import { PageFrame } from './page-frame.tsx'

type ErrorBoundaryProps = {
  children: ReactNode
  /** Runs before the children are rendered again. */
  beforeRetry?: () => Promise<void>
}
type State = { failed: boolean }

/** Shown when rendering fails, or when the code of a page does not load: an explanation and a way on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  retry = async () => {
    // If this fails, rendering fails again and ends here again.
    await this.props.beforeRetry?.().catch(() => undefined)
    this.setState({ failed: false })
  }

  override render() {
    return this.state.failed ? <Failed onRetry={this.retry} /> : this.props.children
  }
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  return isOnline ? <Broken /> : <Offline onRetry={onRetry} />
}

function Broken() {
  const t = useWording()
  return (
    <PageFrame>
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <button type="button" className="button is-primary" onClick={() => window.location.reload()}>
        {t('broken.reload')}
      </button>
    </PageFrame>
  )
}

/** Renders the page again without loading the document, so that everything in memory is kept. */
function Offline({ onRetry }: { onRetry: () => void }) {
  const t = useWording()
  useEffect(() => {
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [onRetry])
  return (
    <PageFrame>
      <h1>{t('offline.title')}</h1>
      <p role="status">{t('offline.text')}</p>
      <button type="button" className="button is-primary" onClick={onRetry}>
        {t('offline.retry')}
      </button>
    </PageFrame>
  )
}

function subscribe(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}
