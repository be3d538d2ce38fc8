import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { DEMO, openTestbed, type Testbed } from './testbed.ts'

/*
 * Makes the pictures of the README from the running product: `node e2e/pictures.ts` in apps/web, after a build. In
 * light and in dark: the steps of a recovery as an animation, and four of its pages side by side. Needs `img2webp` and
 * `cwebp` from Debian's package `webp`.
 */

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url))
const phone = { width: 390, height: 760 }
const schemes = ['light', 'dark'] as const
type Scheme = (typeof schemes)[number]
type Step = { says: string; picture: string }

const SHOWN_FOR_MS = 2600

const style = `<style>
  :root { color-scheme: light dark; font: 500 19px/1.35 system-ui, sans-serif }
  body { margin: 0 }
  main { background: light-dark(#e4dfd3, #0b0e0c); color: light-dark(#1c221f, #ecefe9) }
  img { border-radius: 18px; box-shadow: 0 0 0 1px light-dark(#0000001a, #ffffff1f), 0 8px 28px #00000026 }
  .row { display: flex; gap: 28px; justify-content: center; padding: 32px 0 } .row img { inline-size: 370px }
  .film { display: flex; align-items: center; justify-content: space-between; block-size: 600px; padding: 0 64px 0 56px }
  .film img { block-size: 552px }
  ol { display: grid; gap: 22px; margin: 0; padding: 0; list-style: none; counter-reset: step; inline-size: 350px }
  li { counter-increment: step; display: grid; grid-template-columns: 34px 1fr; gap: 14px; align-items: center;
    color: light-dark(#6b736d, #8f9992) }
  li::before { content: counter(step); display: grid; place-items: center; block-size: 34px; border-radius: 50%;
    font-size: 16px; box-shadow: inset 0 0 0 1.5px light-dark(#0000002e, #ffffff33) }
  .now { color: inherit; font-weight: 650 }
  .now::before { background: light-dark(#1e5b47, #8ed2b1); color: light-dark(#fff, #0b2117); box-shadow: none }
</style>`

const testbed = await openTestbed()
const browser = await launchChromium()
const scratch = mkdtempSync(join(tmpdir(), 'latchkey-pictures-'))
try {
  for (const scheme of schemes) {
    const steps = await walk(browser, testbed, scheme)
    await animate(browser, steps, scheme)
    await sideBySide(browser, steps, scheme)
  }
} finally {
  rmSync(scratch, { recursive: true })
  await browser.close()
  await testbed.close()
}

async function walk(from: Browser, at: Testbed, colorScheme: Scheme): Promise<Step[]> {
  const context = await from.newContext({
    viewport: phone,
    deviceScaleFactor: 2,
    colorScheme,
    locale: 'en-GB',
    baseURL: at.origin,
  })
  const page = await context.newPage()
  const steps: Step[] = []
  const take = async (says: string, what: Page) => {
    steps.push({ says, picture: (await what.screenshot()).toString('base64') })
  }

  await page.goto('/forgot-password')
  await page.getByLabel('Email address').fill(DEMO)
  await take('Request an email', page)
  const email = await at.emailAfter(async () => {
    await page.getByRole('button', { name: 'Send reset link' }).click()
    await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  })
  await take('Find it by its two words', page)

  const emailPage = await context.newPage()
  const { id } = email as typeof email & { id: string }
  await emailPage.goto(`/mailbox/${id}`)
  await take('Use its link or its code', emailPage)

  const reset = await context.newPage()
  await reset.goto(email.link)
  await reset.getByLabel('New password', { exact: true }).fill('seven green lamps')
  await reset.getByLabel('Confirm new password').fill('seven green lamps')
  await reset.locator('[data-strength]').waitFor()
  await take('Choose a new password', reset)

  await reset.getByRole('button', { name: 'Save new password' }).click()
  await reset.getByRole('heading', { name: 'Sign in' }).waitFor()
  await take('Done: all others are signed out', reset)
  await context.close()
  return steps
}

/** One frame per step: the list of steps on one side, the page on the other. */
async function animate(from: Browser, steps: Step[], scheme: Scheme): Promise<void> {
  const page = await from.newPage({
    viewport: { width: 820, height: 600 },
    deviceScaleFactor: 1.5,
    colorScheme: scheme,
  })
  const frames: string[] = []
  for (const [now, { picture }] of steps.entries()) {
    const list = steps.map(({ says }, at) => `<li class="${at === now ? 'now' : ''}">${says}</li>`)
    await page.setContent(
      `${style}<main class="film"><ol>${list.join('')}</ol>${shot(picture)}</main>`,
    )
    const frame = join(scratch, `${scheme}-${now}.png`)
    await page.screenshot({ path: frame })
    frames.push(frame)
  }
  await page.close()
  const quality = ['-lossy', '-q', '82', '-d', `${SHOWN_FOR_MS}`]
  const each = frames.flatMap((frame) => [...quality, frame])
  execFileSync('img2webp', ['-loop', '0', ...each, '-o', join(folder, `way-${scheme}.webp`)])
}

async function sideBySide(from: Browser, steps: Step[], scheme: Scheme): Promise<void> {
  const page = await from.newPage({
    viewport: { width: 1640, height: 800 },
    colorScheme: scheme,
  })
  const four = steps.slice(0, 4).map(({ picture }) => shot(picture))
  await page.setContent(`${style}<main class="row">${four.join('')}</main>`)
  const png = join(scratch, `${scheme}.png`)
  writeFileSync(png, await page.locator('main').screenshot())
  await page.close()
  execFileSync('cwebp', ['-quiet', '-q', '84', png, '-o', join(folder, `pages-${scheme}.webp`)])
}

function shot(picture: string): string {
  return `<img src="data:image/png;base64,${picture}">`
}
