import { startFlow } from '@latchkey/react/app'
import { act, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { paths } from '../paths.ts'

const network = { isUp: true, loads: 0 }

const requested = {
  requestId: '01890a5d-ac96-774b-bcce-b302099a8057',
  resendAfterSeconds: 60,
  codeExpiresAt: new Date(Date.now() + 600_000).toISOString(),
}

/** As a browser does that has loaded nothing yet. */
async function openSite() {
  vi.resetModules()
  vi.doMock('./code-step.tsx', async (load) => {
    network.loads += 1
    if (!network.isUp) throw new TypeError('failed to fetch')
    return load()
  })
  const { preloadPage } = await import('../router.tsx')
  const { openPage } = await import('../testing/open-page.tsx')
  return { preloadPage, openPage }
}

test('only a tab that made a request loads what waits for its code', async () => {
  const { preloadPage } = await openSite()
  await preloadPage(paths.verify)
  expect(network.loads).toBe(0)
  startFlow(requested, 'ada@example.test')
  await preloadPage(paths.verify)
  expect(network.loads).toBe(1)
})

test('if it does not load, the page says so, and goes on when the network is back', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  network.isUp = false
  startFlow(requested, 'ada@example.test')
  const { openPage } = await openSite()
  await act(async () => void openPage(paths.verify))
  expect(await screen.findByRole('heading', { name: 'You are offline' })).toBeVisible()
  // React reports what the error boundary has caught.
  vi.mocked(console.error).mockClear()
  network.isUp = true
  await act(async () => void window.dispatchEvent(new Event('online')))
  expect(await screen.findByRole('heading', { name: 'Check your email' })).toBeVisible()
})
