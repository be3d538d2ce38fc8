import { Component, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useWording } from '../wording.tsx'
import { Frame } from './frame.tsx'

type State = { failed: boolean }

/** The last resort when rendering fails, or a page's script does not come: words and a way on. */
export class Unexpected extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return <Failed onRetry={() => this.setState({ failed: false })} />
  }
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  return isOnline ? <Broken /> : <Offline onRetry={onRetry} />
}

function Broken() {
  const t = useWording()
  return (
    <Frame>
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <button type="button" className="button is-primary" onClick={() => window.location.reload()}>
        {t('broken.reload')}
      </button>
    </Frame>
  )
}

/** What is in memory stays: nothing is loaded anew, the page is only rendered once more. */
function Offline({ onRetry }: { onRetry: () => void }) {
  const t = useWording()
  useEffect(() => {
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [onRetry])
  return (
    <Frame>
      <h1>{t('offline.title')}</h1>
      <p role="status">{t('offline.text')}</p>
      <button type="button" className="button is-primary" onClick={onRetry}>
        {t('offline.retry')}
      </button>
    </Frame>
  )
}

function subscribe(changed: () => void) {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}
