import { translateEverything } from '@latchkey/react/testing'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from './chromium.ts'
import { DEMO, openTestbed, type RecoveryEmail, type Testbed, tokenOf } from './testbed.ts'
import { chooseNewPassword, newVisitor, signIn, windows } from './visitor.ts'

/* Something else edits or runs our pages: translation, old browsers, missing files, password managers, wrong clocks. */

describe.runIf(chromiumPath)('a page that something else edits or runs', () => {
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

  async function open(prepare?: (context: BrowserContext) => Promise<unknown>) {
    const visitor = await newVisitor(browser, testbed, windows.desktop)
    await prepare?.(visitor.context)
    const page = await visitor.newPage()
    return { ...visitor, page }
  }

  const title = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor()
  const wrong = (email: RecoveryEmail) => (email.code === '000000' ? '111111' : '000000')

  describe('translated from the first render on', () => {
    const translate = (context: BrowserContext) =>
      context.addInitScript(`(${translateEverything})(document)`)

    test('a recovery by code, with slow answers, a wrong code and a language in between', async () => {
      const { page, context, complaints } = await open(translate)
      await answerLate(page)
      await page.goto('/forgot-password')
      await page.getByLabel('Email address').fill(DEMO)
      const email = await testbed.emailAfter(() =>
        page.getByRole('button', { name: 'Send reset link' }).click(),
      )
      await title(page, 'Check your email')
      await page.getByLabel('Code from the email').fill(wrong(email))
      await page.getByText('4 tries left').waitFor()
      expect(await page.locator('[role=status]', { hasText: 'Still working' }).count()).toBe(0)

      await page.getByLabel('Language').selectOption('de')
      await page.getByText('Schritt 2 von 3').waitFor()
      expect(await page.getByText('Step 2 of 3').count()).toBe(0)
      await page.locator('#language').selectOption('en')
      await page.getByText('Step 2 of 3').waitFor()

      await page.getByLabel('Code from the email').fill(email.code)
      await title(page, 'Choose a new password')
      await page.getByLabel('New password', { exact: true }).fill('short')
      await page.getByRole('button', { name: 'Save new password' }).click()
      await page.getByText('Use at least').waitFor()
      await chooseNewPassword(page, 'nine translated herons')
      await signIn(page, 'nine translated herons')
      await title(page, 'You are signed in')
      expect(complaints).toEqual([])
      await context.close()
    })

    test('offline and back', async () => {
      const { page, context, complaints } = await open(translate)
      await page.goto('/forgot-password')
      await page.getByLabel('Email address').fill(DEMO)
      await context.setOffline(true)
      await page.getByRole('button', { name: 'Send reset link' }).click()
      await page.getByText('You are offline').waitFor()
      await context.setOffline(false)
      await title(page, 'Check your email')
      // The files that would have been loaded meanwhile are loaded later.
      expect(complaints.filter((text) => !text.includes('INTERNET_DISCONNECTED'))).toEqual([])
      await context.close()
    })

    test('code and right run out while the page is open', async () => {
      const { page, context, complaints } = await open(translate)
      await page.clock.install()
      await page.goto('/forgot-password')
      await page.getByLabel('Email address').fill(DEMO)
      const email = await testbed.emailAfter(() =>
        page.getByRole('button', { name: 'Send reset link' }).click(),
      )
      await title(page, 'Check your email')
      await page.clock.runFor(8.5 * 60_000)
      await page.getByText('works for another 2 minutes').waitFor()
      await page.clock.runFor(2 * 60_000)
      await page.getByText('may have expired').waitFor()
      expect(await page.getByText('works for another').count()).toBe(0)

      await page.getByLabel('Code from the email').fill(email.code)
      await title(page, 'Choose a new password')
      await page.getByLabel('New password', { exact: true }).fill('typed and kept')
      await page.clock.runFor(8.5 * 60_000)
      await page.getByText('You have another').waitFor()
      await page.clock.runFor(2 * 60_000)
      await page.getByText('Your time ran out').waitFor()
      expect(await page.getByLabel('New password', { exact: true }).inputValue()).toBe(
        'typed and kept',
      )
      expect(complaints).toEqual([])
      await context.close()
    })
  })

  test('the oldest browsers that we promise can recover and sign in', async () => {
    const { page, context, complaints } = await open((context) =>
      context.addInitScript(removeWhatOldBrowsersLack),
    )
    await page.goto('/forgot-password')
    await page.getByLabel('Email address').fill(DEMO)
    const email = await testbed.emailAfter(() =>
      page.getByRole('button', { name: 'Send reset link' }).click(),
    )
    await title(page, 'Check your email')
    await page.getByLabel('Code from the email').fill(wrong(email))
    await page.getByText('4 tries left').waitFor()
    await page.goto(email.link)
    await title(page, 'Choose a new password')
    await chooseNewPassword(page, 'three older browsers')
    await signIn(page, 'three older browsers')
    await title(page, 'You are signed in')
    expect(complaints).toEqual([])
    await context.close()
  })

  test('the file of a page does not come: the page says so, asks rarely, and the right is kept', async () => {
    const { page, context } = await open()
    let asked = 0
    let isMissing = true
    await page.route(/assets\/reset-password-[^/]*\.js/, (route) => {
      asked += 1
      return isMissing ? route.fulfill({ status: 404 }) : route.continue()
    })
    await page.goto('/forgot-password')
    await page.getByLabel('Email address').fill(DEMO)
    const email = await testbed.emailAfter(() =>
      page.getByRole('button', { name: 'Send reset link' }).click(),
    )
    await page.getByLabel('Code from the email').fill(email.code)
    await title(page, 'This page did not load')
    await page.waitForTimeout(3000)
    expect(asked).toBeLessThan(5)
    isMissing = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await title(page, 'Choose a new password')
    await chooseNewPassword(page, 'four missing files')
    await context.close()
  })

  test('a click that comes before the texts and the page is not lost', async () => {
    const { page, context, complaints } = await open()
    const clicked = Promise.withResolvers<void>()
    await page.route(/assets\/(wording|forgot-password)-/, async (route) => {
      await clicked.promise
      await route.continue()
    })
    await page.goto('/forgot-password', { waitUntil: 'domcontentloaded' })
    await page.getByLabel('Email address').fill(DEMO)
    await page.getByRole('button', { name: 'Send reset link' }).click()
    expect(await page.locator('#late').count()).toBe(1)
    clicked.resolve()
    await title(page, 'Check your email')
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a language that does not come is said, and the page stays', async () => {
    const { page, context } = await open()
    let isMissing = true
    await page.route(/assets\/wording-fr-/, (route) =>
      isMissing ? route.fulfill({ status: 404 }) : route.continue(),
    )
    await page.goto('/forgot-password')
    await page.getByLabel('Email address').fill(DEMO)
    await page.getByLabel('Language').selectOption('fr')
    await page.getByText('The texts in Français did not load').waitFor()
    expect(await page.getByLabel('Email address').inputValue()).toBe(DEMO)
    isMissing = false
    await page.getByLabel('Language').selectOption('de')
    await title(page, 'Passwort vergessen?')
    await page.locator('#language').selectOption('fr')
    await title(page, 'Mot de passe oublié ?')
    expect(await page.locator('#email').inputValue()).toBe(DEMO)
    await context.close()
  })

  test('a password manager that fills in without an event can sign in', async () => {
    await testbed.setPassword('five quiet managers')
    const { page, context, complaints } = await open()
    await page.goto('/sign-in')
    await title(page, 'Sign in')
    await fillSilently(page, '#email', DEMO)
    // Typing elsewhere renders the form again, which must not empty the field above.
    await page.getByLabel('Password', { exact: true }).pressSequentially('x')
    await fillSilently(page, '#current-password', 'five quiet managers')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await title(page, 'You are signed in')
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a browser without cookies is told that it is not signed in', async () => {
    await testbed.setPassword('six crumbled biscuits')
    const { page, context } = await open()
    // As a browser does that keeps no cookies.
    await page.route('**/trpc/session.*', async (route) => {
      const answer = await route.fetch()
      await context.clearCookies()
      const { 'set-cookie': _dropped, ...headers } = answer.headers()
      await route.fulfill({ response: answer, headers })
      await context.clearCookies()
    })
    await page.goto('/sign-in')
    await page.getByLabel('Email address').fill(DEMO)
    await signIn(page, 'six crumbled biscuits')
    await page.getByText('keeps no cookies').waitFor()
    await context.close()
  })

  test('a reload after the code keeps the right, and Back says that the code was used', async () => {
    const { page, context, complaints, request } = await open()
    const email = await testbed.emailAfter(() => request(page))
    await page.getByLabel('Code from the email').fill(email.code)
    await title(page, 'Choose a new password')
    await page.reload()
    await page.getByLabel('New password', { exact: true }).waitFor()
    await page.goBack()
    await title(page, 'You have used this code already')
    await page.getByRole('link', { name: 'Choose a new password' }).click()
    await chooseNewPassword(page, 'seven stubborn tickets')
    await page.goBack()
    await title(page, 'Your password is changed already')
    await page.goto('/reset-password')
    await title(page, 'Your password is changed already')
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))
    expect(kept).not.toMatch(/[\w-]{43}/)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('the code works in a browser that did not ask for it', async () => {
    const asking = await open()
    const email = await testbed.emailAfter(() => asking.request(asking.page))
    const { page, context, complaints } = await open()
    await page.goto('/reset-password')
    await title(page, 'Open the link once more')
    await page.getByRole('link', { name: 'Enter the code instead' }).click()
    await page.getByLabel('Email address').fill(DEMO)
    await page.getByLabel('Code from the email').fill(email.code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await title(page, 'Choose a new password')
    await chooseNewPassword(page, 'eight foreign browsers')
    expect(complaints).toEqual([])
    await context.close()
    await asking.context.close()
  })

  test.each([
    ['an encoded number sign', (link: string) => link.replace('#', '%23')],
    ['a doubled slash and capitals', (link: string) => link.replace('/reset-', '//Reset-')],
    ['a full stop behind it', (link: string) => `${link}.`],
  ])('a link with %s still works', async (_what, mangle) => {
    const { page, context, complaints, requested, request } = await open()
    const email = await testbed.emailAfter(() => request(page))
    await page.goto(mangle(email.link))
    await page.getByLabel('New password', { exact: true }).waitFor()
    expect(page.url()).toBe(`${testbed.origin}/reset-password`)
    expect(testbed.output()).not.toContain(tokenOf(email.link))
    expect(requested.filter((url) => url.includes('/trpc/')).join()).not.toContain(
      tokenOf(email.link),
    )
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a link that was cut says so, and the code still works', async () => {
    const { page, context, complaints, request } = await open()
    const email = await testbed.emailAfter(() => request(page))
    await page.goto(email.link.slice(0, -20))
    await title(page, 'This link is not complete')
    expect(page.url()).toBe(`${testbed.origin}/reset-password`)
    await page.getByRole('link', { name: 'Enter the code instead' }).click()
    await page.getByLabel('Code from the email').fill(email.code)
    await title(page, 'Choose a new password')
    expect(complaints).toEqual([])
    await context.close()
  })

  test.each([11 * 60_000, 26 * 3_600_000, -2 * 3_600_000])(
    'a clock that is wrong by %i ms makes no false statement',
    async (offset) => {
      const { page, context, complaints, request } = await open((context) =>
        context.addInitScript(shiftClock, offset),
      )
      const email = await testbed.emailAfter(() => request(page))
      await page.getByText(/The code works until/).waitFor({ state: 'attached' })
      await page.waitForTimeout(1500)
      expect(await page.getByText(/may have expired|works for another/).count()).toBe(0)
      await page
        .getByText(/request another email in \d+ seconds/)
        .first()
        .waitFor()
      await page.evaluate(shiftClock, -offset)
      await page.waitForTimeout(1500)
      await page
        .getByText(/request another email in \d+ seconds/)
        .first()
        .waitFor()
      await page.getByLabel('Code from the email').fill(email.code)
      await title(page, 'Choose a new password')
      await page.waitForTimeout(1500)
      expect(await page.getByText(/ran out|You have another/).count()).toBe(0)
      expect(complaints).toEqual([])
      await context.close()
    },
  )
})

/** Each form gets its answer when the page says that it takes long: with a fixed delay, a slow machine could miss that. */
async function answerLate(page: Page) {
  await page.route('**/trpc/*', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    await page.getByText('Still working').waitFor()
    await route.fulfill({ response: answer })
  })
}

/** Sets the value as an extension does that knows nothing of React: no event, and not through React's own setter. */
async function fillSilently(page: Page, selector: string, value: string) {
  await page.locator(selector).evaluate((box, text) => {
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    setter?.call(box, text)
  }, value)
}

/** What the oldest of Chrome 111, Edge 111, Firefox 114 and Safari 16.4 lack, and what people block. */
function removeWhatOldBrowsersLack() {
  const remove = (holder: object, ...names: string[]) => {
    for (const name of names) Reflect.deleteProperty(holder, name)
  }
  remove(AbortSignal, 'any', 'timeout')
  remove(Array, 'fromAsync')
  remove(Array.prototype, 'toSorted', 'toReversed', 'toSpliced', 'with')
  remove(Map, 'groupBy')
  remove(Object, 'groupBy')
  remove(Promise, 'withResolvers', 'try')
  remove(Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf')
  remove(String.prototype, 'isWellFormed', 'toWellFormed')
  remove(URL, 'canParse', 'parse')
  remove(Intl, 'Segmenter', 'DurationFormat')
  remove(window, 'BroadcastChannel', 'requestIdleCallback', 'navigation', 'scheduler')
  remove(window, 'Iterator', 'CloseWatcher')
  remove(Document.prototype, 'startViewTransition')
}

function shiftClock(by: number) {
  const { now } = Date
  const real = Date
  Date.now = () => now() + by
  // `new Date()` too, but not `new Date(value)`.
  window.Date = new Proxy(real, {
    construct: (target, given) =>
      given.length === 0 ? new target(real.now()) : Reflect.construct(target, given),
  })
}
