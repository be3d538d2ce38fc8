import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from './chromium.ts'
import { DEMO, openTestbed, type Testbed } from './testbed.ts'
import { chooseNewPassword, newVisitor, windows } from './visitor.ts'

/* Who comes without a mouse, and who comes without being a person. */

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

  test('the keyboard alone goes all the way, and the focus can be seen', async () => {
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
    const mail = await testbed.mailAfter(() => page.keyboard.press('Enter'))

    await heading('Check your mail')
    await tabTo(page, '#code')
    await page.keyboard.type(mail.code)
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

  test('a robot that presses every button of the reset page leaves the link as it was', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    const asking = await visitor.newPage()
    const { link } = await testbed.mailAfter(() => visitor.ask(asking))
    const page = await visitor.newPage()
    await behaveLikeARobot(page, link, 'Choose a new password')

    await page.goto('/')
    await page.goto(link)
    await chooseNewPassword(page, 'five ordinary teapots')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('nor does it end anybody’s sessions by the link of a notice', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    const link = await testbed.notMeLinkAfter(() => testbed.setPassword('six distant harbours'))
    const page = await visitor.newPage()
    await behaveLikeARobot(page, link, 'Was that not you?')
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

  test('advice on a password comes from a worker, under the policy of the server', async () => {
    const visitor = await newVisitor(browser, testbed, windows.phone)
    const asking = await visitor.newPage()
    const { link } = await testbed.mailAfter(() => visitor.ask(asking))
    const page = await visitor.newPage()
    await page.goto(link)
    const box = page.getByLabel('New password', { exact: true })
    await box.fill('password1')
    await page.locator('[data-strength=weak]').waitFor()
    await box.fill('four patient herons wade at dusk')
    await page.locator('[data-strength=good]').waitFor()
    expect(await page.getByText('Hard to guess').isVisible()).toBe(true)
    expect(page.workers()).toHaveLength(1)
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})

/** Tab, until the focus is there: everything on the way must show that it has it. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const focus = page.locator(':focus')
    // Past the end of the page the focus is the browser's own for one press.
    if ((await focus.count()) === 0) continue
    expect(await focus.evaluate(showsFocus), await focus.evaluate((e) => e.outerHTML)).toBe(true)
    if (await focus.evaluate((element, wanted) => element.matches(wanted), selector)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

function showsFocus(element: Element): boolean {
  return [element, element.closest('.field-box')].some(
    (shown) => shown && getComputedStyle(shown).outlineStyle !== 'none',
  )
}

/** What scanners of mail do: ask for the head, for the page, run its script, and press whatever can be pressed. */
async function behaveLikeARobot(page: Page, link: string, title: string): Promise<void> {
  const { request } = page.context()
  expect((await request.head(link)).status()).toBe(200)
  expect((await request.get(link)).status()).toBe(200)
  const buttons = page.locator('main').getByRole('button')
  let pressed = 0
  for (let count = 1; pressed < count; pressed += 1) {
    // Elsewhere first: a link that differs only behind the # does not load the page again.
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
