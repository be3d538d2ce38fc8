import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../packages/db/src/testing/free-port.ts'
import { launchChromium } from '../../web/e2e/chromium.ts'
import { DEMO, openTestbed } from '../../web/e2e/testbed.ts'

/*
 * Makes the pictures of docs/operators-page.md from the running product: `node e2e/pictures.ts` in apps/operator, after
 * a build. Needs `cwebp` from Debian's package `webp`.
 */

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url))
const port = await freePort()
const testbed = await openTestbed({ OPERATOR_PORT: `${port}` })
const browser = await launchChromium()
const scratch = mkdtempSync(join(tmpdir(), 'latchkey-pictures-'))

async function request(email: string): Promise<void> {
  await fetch(`${testbed.origin}/trpc/recovery.request`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testbed.origin },
    body: JSON.stringify({ email }),
  })
}

try {
  await testbed.setPassword('seven green lamps')
  await testbed.setPassword('eight green lamps')
  for (const email of [DEMO, DEMO, 'somebody@example.com']) await request(email)

  const context = await browser.newContext({
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1200, height: 860 },
    locale: 'en-GB',
  })
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  await page.goto(await testbed.command('operator', '--name', 'Night shift'))
  await page.getByText('Live', { exact: true }).waitFor()
  await page.locator('.funnel strong').getByText('5', { exact: true }).first().waitFor()

  async function take(name: string) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const png = join(scratch, `${name}-${colorScheme}.png`)
      await page.screenshot({ path: png })
      const picture = join(folder, `${name}-${colorScheme}.webp`)
      execFileSync('cwebp', ['-quiet', '-q', '84', png, '-o', picture])
    }
  }
  await take('operators-overview')

  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('searchbox').fill(DEMO)
  await page.keyboard.press('Enter')
  await page.getByRole('article').first().waitFor()
  await take('operators-person')
} finally {
  rmSync(scratch, { recursive: true })
  await browser.close()
  await testbed.close()
}
