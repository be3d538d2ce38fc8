import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from './chromium.ts'
import { DEMO, openTestbed, type Testbed, tokenOf } from './testbed.ts'
import { chooseNewPassword, newVisitor, signIn, windows } from './visitor.ts'

/*
 * The cases of the attack corpus that need a browser. The corpus itself, and the table of all its cases, are in
 * apps/server/test/corpus.
 */

const redirects = [
  '/sign-in?redirectTo=//evil.test',
  '/sign-in?redirectTo=/\\evil.test',
  '/sign-in?redirectTo=https:evil.test',
  '/sign-in?redirectTo=javascript:alert(1)',
  '/sign-in?redirectTo=%2f%2fevil.test',
  '/sign-in?callbackURL=https://evil.test',
  '/sign-in?redirectTo=/..//evil.test',
]
const reflections = [
  '/forgot-password?email=<img src=x onerror=alert(1)>',
  '/reset-password#token=<svg onload=alert(1)>',
  '/sign-in?error=<script>alert(1)</script>',
]

describe.runIf(chromiumPath)('the attack corpus, in a browser', () => {
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

  const visit = () => newVisitor(browser, testbed, windows.desktop)
  async function emailFor(visitor: Awaited<ReturnType<typeof visit>>) {
    const page = await visitor.newPage()
    const email = await testbed.emailAfter(() => visitor.request(page))
    await page.close()
    return { ...email, token: tokenOf(email.link) }
  }

  test('TK-11 a scanner that runs scripts but clicks nothing does not use up the link', async () => {
    const visitor = await visit()
    const email = await emailFor(visitor)
    const calls: string[] = []
    visitor.context.on('request', (request) => {
      if (request.url().includes('/trpc/recovery')) calls.push(new URL(request.url()).pathname)
    })
    const page = await visitor.newPage()
    await page.goto(email.link)
    // Three seconds instead of the ten of the corpus: no timer on the page is longer.
    await page.waitForTimeout(3_000)
    expect(calls).toEqual(['/trpc/recovery.verifyToken'])
    await chooseNewPassword(page, 'still good after the scanner')
    await visitor.context.close()
  })

  test('TR-03, SP-02 no page has a secret in a URL or violates the content security policy', async () => {
    const visitor = await visit()
    const sent: string[] = []
    visitor.context.on('request', (request) => {
      sent.push(`${request.method()} ${request.url()} ${request.headers().referer ?? ''}`)
    })
    const email = await emailFor(visitor)
    const page = await visitor.newPage()
    await page.goto(email.link)
    await chooseNewPassword(page, 'nine quiet copper kettles')
    await signIn(page, 'a wrong one entirely')
    await page.getByRole('alert').waitFor()
    await signIn(page, 'nine quiet copper kettles')
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    for (const path of ['/forgot-password', '/verify', '/reset-password', '/sign-in', '/nowhere']) {
      const response = await page.goto(path)
      expect(response?.headers()['content-security-policy']).toContain("trusted-types-for 'script'")
    }
    const said = sent.join('\n')
    for (const secret of [email.token, email.code, 'kettles']) expect(said).not.toContain(secret)
    expect(sent.filter((line) => /GET .*\/trpc\/recovery/.test(line))).toEqual([])
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  test('SP-03 the token is removed from the address bar and stored nowhere', async () => {
    const visitor = await visit()
    const email = await emailFor(visitor)
    const page = await visitor.newPage()
    // Each page is awaited: the router writes to the history entry first, and Playwright takes that for a navigation.
    const shown = (name: string) => page.getByRole('heading', { name }).waitFor()
    await page.goto('/')
    await shown('Sign in to Latchkey')
    await page.goto(email.link)
    await shown('Choose a new password')
    const storages = () =>
      page.evaluate('location.href + JSON.stringify([localStorage, sessionStorage, history.state])')
    expect(page.url()).toBe(`${testbed.origin}/reset-password`)
    expect(await storages()).not.toContain(email.token)
    await page.reload()
    await shown('Open the link once more')
    expect(await storages()).not.toContain(email.token)
    await page.goBack()
    await shown('Sign in to Latchkey')
    await page.goForward()
    await shown('Open the link once more')
    expect(await storages()).not.toContain(email.token)
    await visitor.context.close()
  })

  test.each(['#token=', '?token='])('SP-04 %s does not leak through Referer', async (form) => {
    const visitor = await visit()
    const email = await emailFor(visitor)
    const page = await visitor.newPage()
    const referers: string[] = []
    const foreign: string[] = []
    visitor.context.on('request', (request) => {
      referers.push(request.headers().referer ?? '')
      if (!request.url().startsWith(testbed.origin)) foreign.push(request.url())
    })
    const open = () => page.goto(`/reset-password${form}${email.token}`)
    await open()
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
    const links = await page.getByRole('link').count()
    for (let n = 0; n < links; n += 1) {
      await open()
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
      await page.getByRole('link').nth(n).click()
    }
    expect(referers.join('\n')).not.toContain(email.token)
    expect(foreign).toEqual([])
    await visitor.context.close()
  })

  test.each(redirects)('SP-05 %s does not lead to another origin', async (path) => {
    const visitor = await visit()
    await testbed.setPassword('seven amber lanterns lit')
    const page = await visitor.newPage()
    await page.goto(path)
    await page.getByLabel('Email address').fill(DEMO)
    await signIn(page, 'seven amber lanterns lit')
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
    expect(new URL(page.url()).origin).toBe(testbed.origin)
    await visitor.context.close()
  })

  test.each(reflections)('SP-07 %s is never markup', async (path) => {
    const visitor = await visit()
    const page = await visitor.newPage()
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(300)
    expect(dialogs).toEqual([])
    expect(await page.locator('img[src="x"], svg[onload], main script').count()).toBe(0)
    await visitor.context.close()
  })

  test('SP-08 password managers find the fields', async () => {
    const visitor = await visit()
    const email = await emailFor(visitor)
    const page = await visitor.newPage()
    await page.goto(email.link)
    const fresh = page.getByLabel('New password', { exact: true })
    await fresh.waitFor()
    expect(await fresh.getAttribute('type')).toBe('password')
    expect(await fresh.getAttribute('autocomplete')).toBe('new-password')
    expect(await page.locator('[autocomplete="username"]').count()).toBe(1)
    await page.getByRole('button', { name: 'Show new password' }).click()
    expect(await fresh.getAttribute('type')).toBe('text')
    await page.goto('/sign-in')
    const present = page.getByLabel('Password', { exact: true })
    expect(await present.getAttribute('autocomplete')).toBe('current-password')
    expect(await page.getByLabel('Email address').getAttribute('autocomplete')).toMatch(/username/)
    await visitor.request(page)
    const code = page.getByRole('textbox', { name: 'Code from the email' })
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
    await visitor.context.close()
  })

  test('SP-10 pages cannot be framed, and an opener has no handle on them', async () => {
    const visitor = await visit()
    const page = await visitor.newPage()
    const evil = 'http://evil.test/'
    await page.route(`${evil}**`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${testbed.origin}/reset-password"></iframe>`,
      }),
    )
    await page.goto(evil)
    await page.waitForTimeout(500)
    expect(await page.frameLocator('iframe').getByRole('heading', { level: 1 }).count()).toBe(0)
    const [opened] = await Promise.all([
      visitor.context.waitForEvent('page'),
      page.evaluate(`void (globalThis.held = open('${testbed.origin}/reset-password'))`),
    ])
    await opened.getByRole('heading', { level: 1 }).waitFor()
    expect(await opened.evaluate('opener === null')).toBe(true)
    expect(await page.evaluate('globalThis.held.closed')).toBe(true)
    await visitor.context.close()
  })
})
