import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Unexpected } from './unexpected.tsx'

test('a page that breaks leaves words and a way on', () => {
  const Broken = () => {
    throw new Error('broken on purpose')
  }
  const onCaughtError = vi.fn()
  render(
    <Unexpected>
      <Broken />
    </Unexpected>,
    { onCaughtError },
  )
  expect(screen.getByRole('heading', { name: 'This page stopped working' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'Load the page again' })).toBeVisible()
  expect(onCaughtError).toHaveBeenCalled()
})
