import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from './chromium.ts'
import { DEMO, openTestbed, type Testbed, tokenOf } from './testbed.ts'
import { chooseNewPassword, newVisitor, signIn, windows } from './visitor.ts'

test(chromiumPath ? `the browser is ${chromiumPath}` : 'there is no browser here', () => {
  if (chromiumPath) return
  console.warn('\n>>> NO CHROMIUM, NO BROWSER TESTS: install it or set CHROMIUM_PATH <<<\n')
})

describe.runIf(chromiumPath)('a person who forgot the password', () => {
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

  describe.each(Object.entries(windows))('on a %s', (device, window) => {
    test('recovers with the link, opened in another tab', async () => {
      const [old, fresh] = [`${device} quiet amber otter`, `${device} seven green lamps`]
      await testbed.setPassword(old)
      const visitor = await newVisitor(browser, testbed, window)
      const waiting = await visitor.newPage()
      const email = await testbed.emailAfter(() => visitor.request(waiting))

      const page = await visitor.newPage()
      const response = await page.goto(email.link)
      // The check for complaints below means nothing without the policy.
      const policy = response?.headers()['content-security-policy']
      expect(policy).toContain('trusted-types latchkey-strength')
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
      expect(page.url()).toBe(`${testbed.origin}/reset-password`)
      await expectValue(page.getByLabel('Account'), DEMO)
      await chooseNewPassword(page, fresh)

      await expectValue(page.getByLabel('Email address'), DEMO)
      expect(await page.getByText('Your password was changed').isVisible()).toBe(true)
      await waiting.getByRole('heading', { name: 'Sign in' }).waitFor()
      await waiting.close()

      await signIn(page, old)
      await page.getByRole('alert').waitFor()
      await signIn(page, fresh)
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
      expect(await page.getByText(DEMO).isVisible()).toBe(true)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor()

      expect(visitor.complaints).toEqual([])
      expect(visitor.requested.join('\n')).not.toContain(tokenOf(email.link))
      await visitor.context.close()
    })

    test('recovers with the code, after a wrong one', async () => {
      const [old, fresh] = [`${device} nine paper boats`, `${device} two velvet stones`]
      await testbed.setPassword(old)
      const visitor = await newVisitor(browser, testbed, window)
      const page = await visitor.newPage()
      const email = await testbed.emailAfter(() => visitor.request(page))

      const code = page.getByRole('textbox', { name: 'Code from the email' })
      await code.pressSequentially(email.code === '000000' ? '111111' : '000000')
      await page.getByText('4 tries left').waitFor()
      await code.fill(`Your code is ${email.code.slice(0, 3)} ${email.code.slice(3)}.`)
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
      await chooseNewPassword(page, fresh)

      await expectValue(page.getByLabel('Email address'), DEMO)
      await signIn(page, old)
      await page.getByRole('alert').waitFor()
      await signIn(page, fresh)
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor()

      expect(visitor.complaints).toEqual([])
      await visitor.context.close()
    })
  })

  test('the built-in mailbox shows a new email by itself and copies its code', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const mailbox = await visitor.newPage()
    await mailbox.goto('/mailbox')
    const page = await visitor.newPage()
    const first = await testbed.emailAfter(() => visitor.request(page))
    await mailbox.bringToFront()
    await mailbox.getByText(first.code, { exact: true }).waitFor()
    await mailbox.getByRole('button', { name: 'Copy code' }).click()
    await mailbox.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await mailbox.evaluate('navigator.clipboard.readText()')).toBe(first.code)
    // A link in the framed email opens a tab of its own.
    const opened = visitor.context.waitForEvent('page')
    await mailbox.frameLocator('iframe').getByRole('link').first().click()
    await (await opened).getByLabel('New password', { exact: true }).waitFor()

    await mailbox.bringToFront()
    await mailbox.getByRole('link', { name: first.subject }).first().click()
    await mailbox.getByRole('link', { name: 'Plain text' }).click()
    await mailbox.locator('pre', { hasText: first.code }).waitFor()
    const count = await mailbox.locator('#list li').count()
    const other = await newVisitor(browser, testbed, windows.desktop)
    const otherPage = await other.newPage()
    await testbed.emailAfter(() => other.request(otherPage))
    await other.context.close()
    const listed = () => mailbox.locator('#list li').count()
    await expect.poll(listed).toBeGreaterThan(count)
    // The chosen one stays, whatever arrives.
    expect(await mailbox.locator('pre', { hasText: first.code }).count()).toBe(1)
    await mailbox.getByLabel('Search').fill('nobody at all')
    await mailbox.getByText('No email contains “nobody at all”').waitFor()
    await mailbox.getByLabel('Search').fill(first.code)
    await expect.poll(listed).toBe(1)
    const heights = await mailbox
      .locator('a:visible, button:visible, input:visible')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('can open the link any number of times until it is used', async () => {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    const page = await visitor.newPage()
    const email = await testbed.emailAfter(() => visitor.request(page))
    const heading = (name: string) => page.getByRole('heading', { name })

    await page.goto(email.link)
    await heading('Choose a new password').waitFor()
    await page.reload()
    await heading('Open the link once more').waitFor()
    await page.goto(email.link)
    await page.getByLabel('New password', { exact: true }).waitFor()
    await chooseNewPassword(page, 'eleven wooden spoons')

    await page.goBack()
    expect(await page.getByLabel('New password', { exact: true }).count()).toBe(0)
    await page.goto(email.link)
    await heading('This link no longer works').waitFor()
    expect(page.url()).not.toContain(tokenOf(email.link))
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('keeps the link and the text after a refused password', async () => {
    const visitor = await newVisitor(browser, testbed, windows.phone)
    const page = await visitor.newPage()
    const email = await testbed.emailAfter(() => visitor.request(page))
    await page.goto(email.link)
    await page.getByRole('button', { name: 'Show new password' }).click()
    const box = page.getByLabel('New password', { exact: true })
    await box.fill('password1')
    await page.getByRole('button', { name: 'Save new password' }).click()
    await page.getByText('easy to guess').waitFor()
    await expectValue(box, 'password1')
    await box.fill('three borrowed ladders')
    await page.getByRole('button', { name: 'Save new password' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})

async function expectValue(box: { inputValue(): Promise<string> }, value: string) {
  expect(await box.inputValue()).toBe(value)
}
