import { useLanguage } from '@latchkey/react/app'
import { loadFailed } from '@latchkey/wording'
import {
  Component,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react'
import { PageNotLoaded } from '../lazy-page.ts'
import { PageFrame } from './page-frame.tsx'

type ErrorBoundaryProps = {
  children: ReactNode
  /** Runs before the children are rendered again. If it fails, they are not rendered. */
  beforeRetry?: () => Promise<void>
}
type State = { problem: 'none' | 'not-loaded' | 'broken'; failures: number }

/** One reload helps against an old version of the site, so it is offered early. */
const OFFER_RELOAD_AFTER = 2
const FIRST_PAUSE_MS = 4000
const LONGEST_PAUSE_MS = 60_000

/**
 * Shown when rendering fails, or when the code of a page does not load: an explanation and a way on. The way on
 * renders again without loading the document, because that would lose what is only in memory: the opened link.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { problem: 'none', failures: 0 }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { problem: error instanceof PageNotLoaded ? 'not-loaded' : 'broken' }
  }

  override componentDidCatch() {
    this.countFailure()
  }

  countFailure = () => this.setState(({ failures }) => ({ failures: failures + 1 }))

  retry = async () => {
    try {
      await this.props.beforeRetry?.()
    } catch {
      return this.countFailure()
    }
    this.setState({ problem: 'none' })
  }

  override render() {
    const { problem, failures } = this.state
    if (problem === 'none') return this.props.children
    if (problem === 'broken') return <Broken failures={failures} onRetry={this.retry} />
    return <NotLoaded failures={failures} onRetry={this.retry} />
  }
}

type FailedProps = { failures: number; onRetry: () => Promise<void> }

/** Claims neither that something was changed nor that nothing was: an answer may have come just before. */
function Broken({ failures, onRetry }: FailedProps) {
  const t = useLanguage().t
  return (
    <PageFrame>
      <h1 data-latchkey="title">{t('broken.title')}</h1>
      <p role="alert">{t('broken.unknown')}</p>
      <div data-latchkey="actions">
        <button type="button" data-latchkey="button is-primary" onClick={onRetry}>
          {t('broken.showAgain')}
        </button>
        {failures >= OFFER_RELOAD_AFTER && <Reload />}
      </div>
    </PageFrame>
  )
}

function NotLoaded(props: FailedProps) {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  return isOnline ? <FileMissing {...props} /> : <Offline {...props} />
}

/** Tries again by itself, each time after a longer pause. */
function FileMissing({ failures, onRetry }: FailedProps) {
  const t = useLanguage().t
  const texts = loadFailed[t.locale]
  const [triedAt, setTriedAt] = useState<number>()
  const isTrying = triedAt === failures
  const retry = useEffectEvent(() => {
    if (!isTrying) tryAgain()
  })

  function tryAgain() {
    setTriedAt(failures)
    void onRetry()
  }

  useEffect(() => {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS)
    const timer = setTimeout(retry, pause)
    return () => clearTimeout(timer)
  }, [failures])

  return (
    <PageFrame>
      <h1 data-latchkey="title">{texts.title}</h1>
      <p role="alert">{!isTrying && texts.text}</p>
      <div data-latchkey="actions">
        <button
          type="button"
          data-latchkey="button is-primary"
          aria-disabled={isTrying}
          onClick={() => !isTrying && tryAgain()}
        >
          {isTrying ? texts.busy : texts.retry}
        </button>
        {failures >= OFFER_RELOAD_AFTER && <Reload />}
      </div>
    </PageFrame>
  )
}

function Offline({ onRetry }: FailedProps) {
  const t = useLanguage().t
  useEffect(() => {
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [onRetry])
  return (
    <PageFrame>
      <h1 data-latchkey="title">{t('offline.title')}</h1>
      <p role="status">{t('offline.text')}</p>
      <button type="button" data-latchkey="button is-primary" onClick={onRetry}>
        {t('offline.retry')}
      </button>
    </PageFrame>
  )
}

/** For a file that no longer exists, and for a page that breaks every time. */
function Reload() {
  const t = useLanguage().t
  return (
    <button type="button" data-latchkey="button is-quiet" onClick={() => window.location.reload()}>
      {t('broken.reload')}
    </button>
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
