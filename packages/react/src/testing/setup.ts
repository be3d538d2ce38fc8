import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { dropSecret } from '../flow/held-secret.ts'
import { forgetTab } from '../flow/tab-storage.ts'
import { forgetServerTime } from '../server-clock.ts'

// Generous, so that tests do not fail on a busy machine.
configure({ reactStrictMode: true, asyncUtilTimeout: 120_000 })

beforeEach(() => {
  vi.spyOn(console, 'error')
})

afterEach(() => {
  cleanup()
  dropSecret()
  forgetTab()
  forgetServerTime()
  window.history.replaceState(null, '', '/')
  expect(console.error, 'nothing was reported as an error').not.toHaveBeenCalled()
})
