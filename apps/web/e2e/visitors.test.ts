import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from './chromium.ts'
import { DEMO, openTestbed, type Testbed } from './testbed.ts'
import { chooseNewPassword, newVisitor, windows } from './visitor.ts'

/* Visitors who use only the keyboard, and visitors that are programs. */

describe.runIf(chromiumPath)('visitors of every kind', () => {
  let testbed: Testbed
  let browser: Browser

  beforeAll(async () => {
    testbed = await openTestbed()
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await testbed?.close()
  })

  test('a recovery works with the keyboard alone, and the focus is always visible', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    const page = await visitor.newPage()
    const heading = (name: string) => page.getByRole('heading', { name }).waitFor()

    await page.goto('/sign-in')
    await heading('Sign in')
    await tabTo(page, 'main a[href="/forgot-password"]')
    await page.keyboard.press('Enter')
    await heading('Forgot your password?')
    await tabTo(page, '#email')
    await page.keyboard.type(DEMO)
    const email = await testbed.emailAfter(() => page.keyboard.press('Enter'))

    await heading('Check your email')
    await tabTo(page, '#code')
    await page.keyboard.type(email.code)
    await heading('Choose a new password')
    await tabTo(page, '#new-password')
    await page.keyboard.type('four patient herons')
    await tabTo(page, '#confirm-password')
    await page.keyboard.type('four patient herons')
    await page.keyboard.press('Enter')

    await page.locator('#current-password:focus').waitFor()
    await page.keyboard.type('four patient herons')
    await page.keyboard.press('Enter')
    await heading('You are signed in')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('a robot that presses every button of the reset page does not use up the link', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    const requesting = await visitor.newPage()
    const { link } = await testbed.emailAfter(() => visitor.request(requesting))
    const page = await visitor.newPage()
    await behaveLikeARobot(page, link, 'Choose a new password')

    await page.goto('/')
    await page.goto(link)
    await chooseNewPassword(page, 'five ordinary teapots')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('a robot that presses every button of the not-me page ends no session', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    const link = await testbed.notMeLinkAfter(() => testbed.setPassword('six distant harbours'))
    const page = await visitor.newPage()
    await behaveLikeARobot(page, link, 'Wasn’t you?')
    expect(visitor.requested.filter((url) => url.includes('recovery.notMe'))).toEqual([])

    await page.goto('/')
    await page.goto(link)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'secure my account' }).click()
    await page.getByRole('heading', { name: 'Your account is secured' }).waitFor()
    expect(visitor.requested.filter((url) => url.includes('recovery.notMe'))).not.toEqual([])
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('password advice comes from a web worker, under the content security policy', async () => {
    const visitor = await newVisitor(browser, testbed, windows.phone)
    const requesting = await visitor.newPage()
    const { link } = await testbed.emailAfter(() => visitor.request(requesting))
    const page = await visitor.newPage()
    await page.goto(link)
    const box = page.getByLabel('New password', { exact: true })
    await box.fill('password1')
    await page.locator('[data-strength=refused]').waitFor()
    await box.fill('four patient herons wade at dusk')
    await page.locator('[data-strength=good]').waitFor()
    expect(await page.getByText('Hard to guess').isVisible()).toBe(true)
    expect(page.workers()).toHaveLength(1)
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})

/** Presses Tab until the element has the focus. Every element on the way must show its focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const focus = page.locator(':focus')
    // After the last element the browser itself has the focus for one press.
    if ((await focus.count()) === 0) continue
    expect(await focus.evaluate(showsFocus), await focus.evaluate((e) => e.outerHTML)).toBe(true)
    if (await focus.evaluate((element, wanted) => element.matches(wanted), selector)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

function showsFocus(element: Element): boolean {
  return [element, element.closest('[data-latchkey~=field-box]')].some(
    (shown) => shown && getComputedStyle(shown).outlineStyle !== 'none',
  )
}

/** What email scanners do: HEAD, GET, run the script, and press every button. */
async function behaveLikeARobot(page: Page, link: string, title: string): Promise<void> {
  const { request } = page.context()
  expect((await request.head(link)).status()).toBe(200)
  expect((await request.get(link)).status()).toBe(200)
  const buttons = page.locator('main').getByRole('button')
  let pressed = 0
  for (let count = 1; pressed < count; pressed += 1) {
    // First to another page: a link that differs only in the fragment does not load the page again.
    await page.goto('about:blank')
    await page.goto(link)
    await page.getByRole('heading', { name: title }).waitFor()
    await buttons.last().waitFor()
    count = await buttons.count()
    await buttons.nth(pressed).click()
  }
  await page.waitForLoadState('networkidle')
  expect(pressed).toBeGreaterThan(0)
}
