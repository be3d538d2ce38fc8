import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from './chromium.ts'
import { openTestbed, type Testbed } from './testbed.ts'

/* A brand, as docs/branding.md describes it, on the built pages. */

describe.runIf(chromiumPath)('a brand folder', () => {
  let folder: string
  let testbed: Testbed

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-brand-'))
    await writeFile(join(folder, 'brand.css'), ':root { color-scheme: light; }')
    testbed = await openTestbed({ BRAND_DIR: folder })
  })
  afterAll(async () => {
    await testbed?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test.each(['light', 'dark'] as const)(
    'makes all pages light, also in a %s browser',
    async (colorScheme) => {
      const browser = await launchChromium()
      const context = await browser.newContext({ colorScheme, baseURL: testbed.origin })
      context.setDefaultTimeout(120_000)
      const page = await context.newPage()
      await page.goto('/sign-in')
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      const colours = await page.evaluate(() => {
        const look = (selector: string) => {
          const element = document.querySelector(selector)
          if (!element) throw new Error(`no ${selector}`)
          const { backgroundColor, color } = getComputedStyle(element)
          return { backgroundColor, color }
        }
        return { page: look('html'), field: look('[data-latchkey~=field-box]') }
      })
      expect(colours).toEqual({
        page: { backgroundColor: 'rgb(244, 241, 234)', color: 'rgb(28, 34, 31)' },
        field: { backgroundColor: 'rgb(255, 254, 251)', color: 'rgb(28, 34, 31)' },
      })
      await browser.close()
    },
  )
})
