import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { DEMO, type House, openHouse } from './house.ts'

/*
 * Makes the README's picture from the running product: `node e2e/pictures.ts` in apps/web, after a build. Four
 * steps on a phone, side by side; the light half above, the dark half below.
 */

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url))
const phone = { width: 390, height: 720 }

const house = await openHouse()
const browser = await launchChromium()
try {
  mkdirSync(folder, { recursive: true })
  const rows = []
  for (const colorScheme of ['light', 'dark'] as const) {
    rows.push(await flow(browser, house, colorScheme))
  }
  await compose(browser, rows)
} finally {
  await browser.close()
  await house.close()
}

async function flow(from: Browser, at: House, colorScheme: 'light' | 'dark'): Promise<Buffer[]> {
  const context = await from.newContext({
    viewport: phone,
    deviceScaleFactor: 2,
    colorScheme,
    baseURL: at.origin,
  })
  const page = await context.newPage()
  const pictures: Buffer[] = []
  const take = async (what: Page) => pictures.push(await what.screenshot())

  await page.goto('/forgot-password')
  await page.getByLabel('Email address').fill(DEMO)
  await take(page)
  const mail = await at.mailAfter(async () => {
    await page.getByRole('button', { name: 'Send reset link' }).click()
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  })
  await take(page)

  const letter = await context.newPage()
  const { id } = mail as typeof mail & { id: string }
  await letter.goto(`/mailbox/${id}`)
  await take(letter)

  const reset = await context.newPage()
  await reset.goto(mail.link)
  await reset.getByLabel('New password', { exact: true }).fill('seven green lamps')
  await take(reset)
  await context.close()
  return pictures
}

async function compose(from: Browser, rows: Buffer[][]): Promise<void> {
  const page = await from.newPage({ viewport: { width: 1720, height: 1600 } })
  const images = (row: Buffer[]) =>
    row.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`).join('')
  await page.setContent(`<style>
    body { margin: 0; display: grid; grid-template-rows: auto auto; inline-size: 1720px; }
    div { display: flex; gap: 32px; justify-content: center; padding: 40px 0; }
    div:first-child { background: #e7e3d9 } div:last-child { background: #0b0e0c }
    img { inline-size: 380px; border-radius: 18px; box-shadow: 0 6px 24px rgb(0 0 0 / 18%) }
  </style>${rows.map((row) => `<div>${images(row)}</div>`).join('')}`)
  await page.locator('body').screenshot({ path: `${folder}flow.png` })
}
