import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { emailNames, type Gallery, openGallery, stateNames } from './gallery.ts'
import { cramped, violations } from './violations.ts'

/* Every state of every page, and every email, measured in a real browser. */

const looks = [
  { colorScheme: 'light', locale: 'en' },
  { colorScheme: 'dark', locale: 'en' },
  { colorScheme: 'light', locale: 'ar' },
] as const

// An email is shown inside a page, which has the landmarks.
const notForEmails = ['landmark-one-main', 'region']

describe.runIf(chromiumPath)('in every state', () => {
  let gallery: Gallery

  beforeAll(async () => {
    gallery = await openGallery()
  })
  afterAll(() => gallery?.close())

  test.each(looks)('axe finds no violation: $colorScheme, $locale', async (look) => {
    const { page, show, showEmail, close } = await gallery.open({
      ...look,
      viewport: { width: 390, height: 844 },
    })
    // In front of a gradient axe cannot compute the contrast and reports nothing. Ours ends in the colour below it.
    await page.addStyleTag({ content: 'body { background: none !important }' })
    const found: Record<string, string[]> = {}
    for (const name of stateNames) {
      await show(name)
      found[name] = await violations(page)
    }
    for (const name of emailNames) {
      found[`email/${name}`] = await violations(await showEmail(name), notForEmails)
    }
    expect(onlyFilled(found)).toEqual({})
    await close()
  })

  test.each(['en', 'ar'] as const)(
    'everything fits into a very small window: %s',
    async (locale) => {
      const { page, show, close } = await gallery.open({
        colorScheme: 'light',
        locale,
        viewport: { width: 320, height: 480 },
        hasTouch: true,
      })
      const found: Record<string, string[]> = {}
      for (const name of stateNames) {
        await show(name)
        found[name] = await page.evaluate(cramped)
      }
      expect(onlyFilled(found)).toEqual({})
      await close()
    },
  )

  test('nothing moves with reduced motion', async () => {
    const { page, show, close } = await gallery.open({ colorScheme: 'light', locale: 'en' })
    for (const name of ['sign-in/no match', 'reset/choosing', 'verify/waiting']) {
      await show(name)
      expect(await page.evaluate(moving), name).toEqual([])
    }
    await close()
  })

  test('boxes and buttons keep their borders in forced colours', async () => {
    const { page, show, close } = await gallery.open({
      colorScheme: 'dark',
      locale: 'en',
      forcedColors: 'active',
    })
    for (const name of ['sign-in/no match', 'reset/choosing', 'verify/waiting']) {
      await show(name)
      expect(await page.evaluate(edgeless), name).toEqual([])
    }
    await close()
  })
})

function onlyFilled(found: Record<string, string[]>) {
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))
}

function moving(): string[] {
  return [...document.querySelectorAll('*')]
    .filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element)
      return (
        transitionDuration.split(', ').some((time) => time !== '0s') || animationName !== 'none'
      )
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 120))
}

function edgeless(): string[] {
  return [...document.querySelectorAll('[data-latchkey~=field-box], [data-latchkey~=button]')]
    .filter((element) => {
      const { borderBlockStartWidth, borderBlockStartStyle } = getComputedStyle(element)
      return borderBlockStartStyle === 'none' || borderBlockStartWidth === '0px'
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 120))
}
