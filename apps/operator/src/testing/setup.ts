import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

// Generous, so that tests do not fail on a busy machine.
configure({ reactStrictMode: true, asyncUtilTimeout: 120_000 })

// jsdom has no modal dialogs. e2e/journey.test.ts uses those of a browser.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}

beforeEach(() => {
  vi.spyOn(console, 'error')
})

afterEach(() => {
  cleanup()
  window.localStorage.clear()
  window.sessionStorage.clear()
  document.title = ''
  expect(console.error, 'nothing was reported as an error').not.toHaveBeenCalled()
})
