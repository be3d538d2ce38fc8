import '@testing-library/jest-dom/vitest'
import { dropSecret, forgetServerTime, forgetTab } from '@latchkey/react/app'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { preloadPages } from '../router.tsx'

// Generous, so that tests do not fail on a busy machine.
configure({ reactStrictMode: true, asyncUtilTimeout: 120_000 })

beforeAll(preloadPages)

beforeEach(() => {
  vi.spyOn(console, 'error')
})

afterEach(() => {
  cleanup()
  dropSecret()
  forgetTab()
  forgetServerTime()
  document.title = ''
  expect(console.error, 'nothing was reported as an error').not.toHaveBeenCalled()
})
