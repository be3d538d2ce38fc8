import { LanguageProvider } from '@latchkey/react/app'
import { loadPages } from '@latchkey/wording'
import { act, render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { BrowserRouter, Link, Route, Routes } from 'react-router'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { lazyPage } from './lazy-page.ts'

const english = await loadPages('en')

/** Opens a page with a link to a lazy one, whose code fails to load the first few times. */
function openFirstPage({ failures }: { failures: number }) {
  window.history.pushState(null, '', '/')
  const load = vi.fn(async () => {
    if (load.mock.calls.length <= failures) throw new TypeError('failed to fetch')
    return { NextPage: () => <h1>The next page</h1> }
  })
  const Next = lazyPage(load, 'NextPage')
  render(
    <LanguageProvider initial={english}>
      <ErrorBoundary beforeRetry={async () => void (await Next.preload())}>
        <BrowserRouter>
          <Suspense>
            <Routes>
              <Route path="/" element={<Link to="/next">Go on</Link>} />
              <Route path="/next" element={<Next />} />
            </Routes>
          </Suspense>
        </BrowserRouter>
      </ErrorBoundary>
    </LanguageProvider>,
    { onCaughtError: vi.fn() },
  )
  const goOn = () => act(async () => screen.getByText('Go on').click())
  return { load, preload: Next.preload, goOn }
}

test('a preloaded page is shown at once, and loaded only once', async () => {
  const { load, preload, goOn } = openFirstPage({ failures: 0 })
  await act(preload)
  await goOn()
  expect(screen.getByRole('heading')).toHaveTextContent('The next page')
  expect(load).toHaveBeenCalledOnce()
})

test('a page that does not load says so, and is shown when the network is back', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const { load, goOn } = openFirstPage({ failures: 1 })
  await goOn()
  expect(await screen.findByRole('heading', { name: 'You are offline' })).toBeVisible()
  expect(load).toHaveBeenCalledOnce()
  await act(async () => void window.dispatchEvent(new Event('online')))
  expect(await screen.findByRole('heading', { name: 'The next page' })).toBeVisible()
})

test('a file that is missing is asked for again after growing pauses, and a reload is offered', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  onTestFinished(() => void vi.useRealTimers())
  const { load, goOn } = openFirstPage({ failures: 3 })
  await goOn()
  expect(await screen.findByRole('heading', { name: 'This page did not load' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Load the page again' })).not.toBeInTheDocument()
  expect(load).toHaveBeenCalledTimes(1)
  await act(() => vi.advanceTimersByTimeAsync(4000))
  expect(load).toHaveBeenCalledTimes(2)
  expect(screen.getByRole('button', { name: 'Load the page again' })).toBeVisible()
  await act(() => vi.advanceTimersByTimeAsync(7000))
  expect(load).toHaveBeenCalledTimes(2)
  await act(() => vi.advanceTimersByTimeAsync(1000))
  expect(load).toHaveBeenCalledTimes(3)
  await act(async () => screen.getByRole('button', { name: 'Try again' }).click())
  expect(await screen.findByRole('heading', { name: 'The next page' })).toBeVisible()
})

test('a page that could not be preloaded is loaded when it is needed', async () => {
  const { load, preload, goOn } = openFirstPage({ failures: 1 })
  await expect(preload()).rejects.toThrow('did not load')
  await goOn()
  expect(await screen.findByRole('heading', { name: 'The next page' })).toBeVisible()
  expect(load).toHaveBeenCalledTimes(2)
})
