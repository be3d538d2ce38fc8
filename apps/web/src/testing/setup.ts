import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { clearFlow } from '../recovery-flow.ts'
import { dropRight } from '../right.ts'

configure({ reactStrictMode: true })

beforeEach(() => {
  vi.spyOn(console, 'error')
})

afterEach(() => {
  cleanup()
  dropRight()
  clearFlow()
  window.sessionStorage.clear()
  document.title = ''
  expect(console.error, 'nothing was reported as an error').not.toHaveBeenCalled()
})
