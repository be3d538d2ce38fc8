import { LanguageProvider } from '@latchkey/react/app'
import { loadPages } from '@latchkey/wording'
import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ErrorBoundary } from './error-boundary.tsx'

const english = await loadPages('en')

test('a page that breaks shows an explanation, and can be shown again', async () => {
  const user = userEvent.setup({ delay: null })
  let isBroken = true
  const Broken = () => {
    if (isBroken) throw new Error('broken on purpose')
    return <p>It works</p>
  }
  const onCaughtError = vi.fn()
  render(
    <LanguageProvider initial={english}>
      <ErrorBoundary>
        <Broken />
      </ErrorBoundary>
    </LanguageProvider>,
    { onCaughtError },
  )
  expect(screen.getByRole('heading', { name: 'This page stopped working' })).toBeVisible()
  expect(screen.getByText(/We cannot tell whether your last step/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Show the page again' }))
  expect(await screen.findByRole('button', { name: 'Load the page again' })).toBeVisible()
  isBroken = false
  await user.click(screen.getByRole('button', { name: 'Show the page again' }))
  expect(await screen.findByText('It works')).toBeVisible()
  expect(onCaughtError).toHaveBeenCalled()
})
