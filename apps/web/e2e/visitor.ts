import type { Browser, Page } from 'playwright-core'
import { DEMO, type Testbed } from './testbed.ts'

export const windows = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const

type Window = (typeof windows)[keyof typeof windows]

/** A separate browser context that records the errors of its pages and the URLs that they request. */
export async function newVisitor(browser: Browser, testbed: Testbed, window: Window) {
  const context = await browser.newContext({ ...window, baseURL: testbed.origin })
  context.setDefaultTimeout(120_000)
  const complaints: string[] = []
  const requested: string[] = []

  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isRefusalNotice(message.text())) {
        complaints.push(message.text())
      }
    })
  })
  context.on('request', (request) => requested.push(request.url(), request.headers().referer ?? ''))

  async function request(page: Page) {
    await page.goto('/forgot-password')
    await page.getByLabel('Email address').fill(DEMO)
    await page.getByRole('button', { name: 'Send reset link' }).click()
    await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  }

  return { context, complaints, requested, request, newPage: () => context.newPage() }
}

export async function chooseNewPassword(page: Page, password: string) {
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('Confirm new password').fill(password)
  await page.getByRole('button', { name: 'Save new password' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

export async function signIn(page: Page, password: string) {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

// Chromium logs every 4xx answer as an error, and refusals are such answers.
function isRefusalNotice(text: string): boolean {
  return /^Failed to load resource: .* status of 4\d\d/.test(text)
}
