import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFormerBuild } from '../../server/test/kit/former-build.ts'
import { chromiumPath, launchChromium } from './chromium.ts'
import { DEMO, openTestbed } from './testbed.ts'
import { chooseNewPassword, newVisitor, windows } from './visitor.ts'

describe.runIf(chromiumPath)('a page that was opened before the server was replaced', () => {
  let browser: Browser
  let former: ReturnType<typeof makeFormerBuild>
  let dataDir: string

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'latchkey-replaced-'))
    former = makeFormerBuild('wording-fr')
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    former?.remove()
    await rm(dataDir, { recursive: true, force: true })
  })

  test('goes on, and loads the rest of itself from the new one', async () => {
    const before = await openTestbed({ DATA_DIR: dataDir, LOG_LEVEL: 'info' }, former.program)
    const visitor = await newVisitor(browser, before, windows.desktop)
    const page = await visitor.newPage()
    await page.goto('/forgot-password')
    await page.getByLabel('Email address').fill(DEMO)
    const wanted = `${before.origin}/assets/${former.before}`
    // The next pages are loaded ahead; the texts of another language when somebody chooses it.
    expect(visitor.requested).not.toContain(wanted)
    // Its files are stored after it has begun to serve.
    await expect.poll(() => before.output()).toContain('pages.kept')
    await before.close()

    const now = await openTestbed({ DATA_DIR: dataDir, PORT: before.port })
    const email = await now.emailAfter(async () => {
      await page.getByRole('button', { name: 'Send reset link' }).click()
      await page.getByRole('heading', { name: 'Check your email' }).waitFor()
    })
    await page.getByRole('combobox').selectOption('fr')
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('fr')
    expect(visitor.requested).toContain(wanted)
    await page.getByRole('combobox').selectOption('en')
    await page.getByLabel('Code from the email').fill(email.code)
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
    await chooseNewPassword(page, 'nine lamps of before')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
    await now.close()
  })
})
