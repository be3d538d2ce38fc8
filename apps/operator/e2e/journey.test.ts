import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../../packages/db/src/testing/free-port.ts'
import { chromiumPath, launchChromium } from '../../web/e2e/chromium.ts'
import { DEMO, openTestbed, type Testbed } from '../../web/e2e/testbed.ts'
import { cramped, violations } from '../../web/e2e/violations.ts'

/* An operator in a real browser, at the built server. */

const screens = {
  Overview: '/',
  Emails: '/emails',
  People: '/people',
  Limits: '/limits',
  Webhooks: '/webhooks',
  'Audit trail': '/audit',
  Session: '/session',
}

describe.runIf(chromiumPath)('an operator', () => {
  let testbed: Testbed
  let browser: Browser
  let operator: BrowserContext
  let baseURL: string
  const complaints: string[] = []

  beforeAll(async () => {
    const port = await freePort()
    baseURL = `http://localhost:${port}`
    testbed = await openTestbed({ OPERATOR_PORT: `${port}` })
    browser = await launchChromium()
    operator = await openContext()
    operator.on('weberror', (error) => complaints.push(String(error.error())))
    operator.on('console', (message) => {
      if (message.type() !== 'error') return
      // Chromium logs every 4xx answer as an error, and refusals are such answers.
      if (!/status of 4\d\d/.test(message.text())) complaints.push(message.text())
    })
  })
  afterAll(async () => {
    await browser?.close()
    await testbed?.close()
  })

  async function openContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL, ...options })
    context.setDefaultTimeout(120_000)
    return context
  }

  async function openScreen(context: BrowserContext, name: keyof typeof screens): Promise<Page> {
    const page = await context.newPage()
    await page.goto(screens[name])
    await page.getByRole('heading', { level: 1, name }).waitFor()
    return page
  }

  async function search(page: Page) {
    await page.getByRole('searchbox').fill(DEMO)
    await page.keyboard.press('Enter')
    await page.getByRole('article').first().waitFor()
  }

  test('enters by a link, sees a request come in, revokes it, and finds both in the trail', async () => {
    const link = await testbed.command('operator', '--name', 'Night shift')
    const page = await operator.newPage()
    await page.goto(link)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(page.url()).toBe(`${baseURL}/`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByText('Nobody has asked for an email in this time.').waitFor()

    const visitor = await openContext({ baseURL: testbed.origin })
    const visit = await visitor.newPage()
    await visit.goto('/forgot-password')
    await visit.getByLabel('Email address').fill(DEMO)
    await visit.getByRole('button', { name: 'Send reset link' }).click()
    await visit.getByRole('heading', { name: 'Check your email' }).waitFor()
    await visitor.close()
    // Nothing is pressed here: the page learns of it by itself.
    const asked = page.getByRole('listitem').filter({ hasText: 'Asked for an email' })
    await asked.getByText('1', { exact: true }).waitFor()

    await page.getByRole('link', { name: 'People' }).click()
    await search(page)
    expect(page.url()).not.toContain('demo')
    await page.getByRole('button', { name: 'Revoke everything' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Revoke everything' }).click()
    await dialog.getByText('Say why, in a few words.').waitFor()
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('phone was stolen')
    await dialog.getByRole('button', { name: 'Revoke everything' }).click()
    await dialog.getByText('2 links and codes cancelled').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.getByText('A link was revoked before it was used.').waitFor()

    await page.getByRole('link', { name: 'Audit trail' }).click()
    const entry = page.getByRole('listitem').filter({ hasText: 'Everything of one account' })
    await entry.getByText('phone was stolen').waitFor()
    expect(await entry.textContent()).toContain('By Night shift')

    // The link is used up.
    const stranger = await openContext()
    const other = await stranger.newPage()
    await other.goto(link)
    await other.getByText('This link was used before.').waitFor()
    await stranger.close()
    expect(complaints).toEqual([])
  })

  test('can do all of it with a keyboard', async () => {
    const page = await openScreen(operator, 'Overview')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')

    await page.getByRole('link', { name: 'People' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    expect(await focused(page)).toBe('People')
    await page.keyboard.press('Tab')
    await page.keyboard.type(DEMO)
    await page.keyboard.press('Enter')
    await page.getByRole('article').first().waitFor()
    await tabTo(page, 'Disable the account')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('reason')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Disable the account')
    await page.close()
  })

  test('a long name is shown whole, on a narrow screen too', async () => {
    const context = await openContext({ viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    const name = `${'x'.repeat(199)}2`
    await page.goto(await testbed.command('operator', '--name', name))
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    const found = { masthead: await page.evaluate(cutOff), dialog: [''], entry: [''] }
    expect(await page.getByRole('banner').textContent()).toContain(`You act as ${name}`)

    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('searchbox').fill(DEMO)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Revoke everything' }).click()
    await page.getByRole('dialog').waitFor()
    found.dialog = await page.evaluate(cutOff)

    const other = await context.newPage()
    await other.goto('/enter#token=nonsense')
    await other.getByRole('button', { name: 'Go on as' }).waitFor()
    found.entry = await other.evaluate(cutOff)
    await context.close()
    expect(found).toEqual({ masthead: [], dialog: [], entry: [] })
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing on any screen: %s',
    async (colorScheme) => {
      // axe is put into the page, which the policy of the page forbids.
      const context = await openContext({
        colorScheme,
        bypassCSP: true,
        viewport: { width: 390, height: 844 },
        storageState: await operator.storageState(),
      })
      const found: Record<string, string[]> = {}
      for (const name of Object.keys(screens) as (keyof typeof screens)[]) {
        const page = await openScreen(context, name)
        // In front of a gradient axe cannot compute the contrast. Ours ends in the colour below it.
        await page.addStyleTag({ content: 'body { background: none !important }' })
        if (name === 'People') await search(page)
        await page.getByText('Live', { exact: true }).waitFor()
        found[name] = [...(await violations(page)), ...(await page.evaluate(cramped))]
        if (name === 'People') {
          await page.getByRole('button', { name: 'Revoke everything' }).click()
          await page.getByRole('dialog').waitFor()
          found.dialog = await violations(page)
        }
        await page.close()
      }
      const nobody = await openContext({ colorScheme, bypassCSP: true })
      const outside = await nobody.newPage()
      await outside.goto('/')
      await outside.getByText('latchkey operator').waitFor()
      await outside.addStyleTag({ content: 'body { background: none !important }' })
      found.outside = await violations(outside)
      await nobody.close()
      await context.close()
      expect(Object.fromEntries(Object.entries(found).filter(([, wrong]) => wrong[0]))).toEqual({})
    },
  )
})

/** Runs in the page. Finds what is wider than its place, and the page if it is. */
function cutOff(): string[] {
  const texts = document.querySelectorAll('html, bdi, p, dialog, dialog *, main button')
  return [...texts]
    .filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth > 1)
    .map((one) => `${one.scrollWidth} in ${one.clientWidth}: ${one.outerHTML.slice(0, 120)}`)
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent)
}

/** Presses Tab until the element with this text has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await focused(page)) === text) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${text}`)
}
