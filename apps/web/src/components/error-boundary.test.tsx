import { loadPages } from '@latchkey/wording'
import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { LanguageProvider } from '../wording.tsx'
import { ErrorBoundary } from './error-boundary.tsx'

const english = await loadPages('en')

test('a page that breaks shows an explanation and a way on', () => {
  const Broken = () => {
    throw new Error('broken on purpose')
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
  expect(screen.getByRole('button', { name: 'Load the page again' })).toBeVisible()
  expect(onCaughtError).toHaveBeenCalled()
})
