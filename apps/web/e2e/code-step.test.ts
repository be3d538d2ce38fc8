import { locales } from '@latchkey/wording'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { type Gallery, openGallery } from './gallery.ts'

/* What the layout of the pages promises, measured in a real browser. */

const smallest = { viewport: { width: 320, height: 480 }, hasTouch: true, isMobile: true }
const desktop = { viewport: { width: 1280, height: 800 } }

describe.runIf(chromiumPath)('the code step and the new password', () => {
  let gallery: Gallery

  beforeAll(async () => {
    gallery = await openGallery()
  })
  afterAll(() => gallery?.close())

  test.each(locales)('%s: what people need is visible in the smallest window', async (locale) => {
    const { page, show, close } = await gallery.open({ ...smallest, colorScheme: 'light', locale })
    await show('verify/webmail')
    for (const part of ['h1', '[role=status]', '#code', 'form:has(#code) [type=submit]']) {
      expect(await bottomOf(page, part), part).toBeLessThanOrEqual(480)
    }
    // In order: where the code goes comes before where it is found.
    expect(await bottomOf(page, '#code')).toBeLessThan(
      await bottomOf(page, '[data-latchkey~=your-email]'),
    )
    await close()
  })

  test('the two words and the way to the mailbox are visible in the smallest window, too', async () => {
    const { page, show, close } = await gallery.open({
      ...smallest,
      colorScheme: 'light',
      locale: 'en',
    })
    await show('verify/webmail')
    expect(await bottomOf(page, '[data-latchkey~=your-email]')).toBeLessThanOrEqual(480)
    expect(await page.locator('[data-latchkey~=your-email] p').first().evaluate(linesOf)).toBe(1)
    await close()
  })

  test('each digit stands in its slot', async () => {
    for (const window of [smallest, desktop]) {
      const { page, show, close } = await gallery.open({
        ...window,
        colorScheme: 'light',
        locale: 'ar',
      })
      await show('verify/waiting')
      await page.locator('#code').fill('1234')
      const { pitch, slot, scrolled } = await page.evaluate(digitsAndSlots)
      expect(pitch).toBeCloseTo(slot, 0)
      expect(scrolled).toBe(0)
      await close()
    }
  })

  test('the caret stands in the field where there is a keyboard, and not on touch screens', async () => {
    for (const [window, expected] of [
      [desktop, 'code'],
      [smallest, ''],
    ] as const) {
      const { page, show, close } = await gallery.open({
        ...window,
        colorScheme: 'light',
        locale: 'en',
      })
      await show('verify/waiting')
      expect(await page.evaluate('document.activeElement.id')).toBe(expected)
      await close()
    }
  })

  test('an address goes to the next line as a whole', async () => {
    const { page, show, close } = await gallery.open({
      viewport: { width: 320, height: 800 },
      colorScheme: 'light',
      locale: 'de',
    })
    await show('verify/waiting')
    await page.locator('summary').first().click()
    for (const address of await page.locator('[data-latchkey~=address]').all()) {
      expect(await address.evaluate(linesOf), (await address.textContent()) ?? '').toBe(1)
    }
    await close()
  })

  test.each([
    ['Summer2026!', 'refused', 'is-refused'],
    ['qwertyuiop', 'refused', 'is-refused'],
    ['latchkey2026', 'refused', 'is-refused'],
    ['Kp7!gQ2x', 'weak', ''],
    ['seven green lamps', 'good', 'is-met'],
  ])('the meter is honest about %s: %s', async (password, strength, rule) => {
    const { page, show, close } = await gallery.open({ colorScheme: 'light', locale: 'en' })
    await show('reset/choosing')
    await page.locator('#new-password').fill(password)
    await page.locator(`[data-strength=${strength}]`).waitFor()
    expect(
      await page.locator('[data-latchkey~=rules] li').last().getAttribute('data-latchkey'),
    ).toBe(rule || null)
    await close()
  })

  test('nothing but the bar itself moves when the meter knows', async () => {
    const { page, show, close } = await gallery.open({
      ...smallest,
      colorScheme: 'light',
      locale: 'de',
    })
    await show('reset/choosing')
    await page.locator('#new-password').fill('Kp7!gQ2x')
    const before = await bottomOf(page, 'form')
    await page.locator('[data-strength=weak]').waitFor()
    expect(await bottomOf(page, 'form')).toBe(before)
    await close()
  })

  test('in forced colours a refused field and the strength keep their marks', async () => {
    const { page, show, close } = await gallery.open({
      colorScheme: 'dark',
      locale: 'en',
      forcedColors: 'active',
    })
    await show('sign-in/address missing')
    expect(
      await styleOf(
        page,
        '[data-latchkey~=field-box]:has([aria-invalid])',
        'borderBlockStartWidth',
      ),
    ).toBe('3px')
    await show('verify/wrong code')
    expect(await styleOf(page, '[data-latchkey~=slot]', 'borderBlockStartWidth')).toBe('3px')
    await show('reset/choosing')
    await page.locator('#new-password').fill('seven green lamps')
    await page.locator('[data-strength=good]').waitFor()
    expect(await styleOf(page, '[data-latchkey~=strength-bar]', 'borderBlockStartStyle')).toBe(
      'solid',
    )
    const fill =
      "getComputedStyle(document.querySelector('[data-latchkey~=strength-bar]'), '::before')"
    expect(await page.evaluate(`${fill}.backgroundColor`)).toBe('rgb(255, 255, 255)')
    await close()
  })

  test('a step arrives in 120 ms where motion is welcome', async () => {
    const { page, show, close } = await gallery.open({
      colorScheme: 'light',
      locale: 'en',
      reducedMotion: 'no-preference',
    })
    await show('verify/waiting')
    expect(await styleOf(page, '[data-latchkey~=card]', 'animationName')).toBe('latchkey-arrive')
    expect(await styleOf(page, '[data-latchkey~=card]', 'animationDuration')).toBe('0.12s')
    await close()
  })
})

function bottomOf(page: Page, selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => element.getBoundingClientRect().bottom + window.scrollY)
}

function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`)
}

function linesOf(element: Element): number {
  const { lineHeight } = getComputedStyle(element)
  return Math.round(element.getBoundingClientRect().height / Number.parseFloat(lineHeight))
}

/** Runs in the page. */
function digitsAndSlots() {
  const box = document.querySelector<HTMLInputElement>('#code')
  const [first, second] = document.querySelectorAll('[data-latchkey~=slot]')
  if (!box || !first || !second) throw new Error('no slots')
  const { fontSize, fontFamily, letterSpacing } = getComputedStyle(box)
  const drawing = document.createElement('canvas').getContext('2d')
  if (!drawing) throw new Error('no canvas')
  // Not the shorthand: it cannot say that digits are tabular, so it is empty.
  drawing.font = `${fontSize} ${fontFamily}`
  return {
    pitch: drawing.measureText('0').width + Number.parseFloat(letterSpacing),
    slot: second.getBoundingClientRect().left - first.getBoundingClientRect().left,
    scrolled: box.scrollLeft,
  }
}
