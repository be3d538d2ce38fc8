import { existsSync } from 'node:fs'
import { chromium, type Locator, type Page } from 'playwright-core'
import type { Running } from './example.ts'

/** Opens the pages of an example, forgets the password, follows the link of the email, and signs in with the new one. */
export async function recoverInBrowser({ origin, email, mail }: Running, newPassword: string) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  const page = await browser.newPage()
  try {
    page.setDefaultTimeout(20_000)
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.goto(origin)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    const before = mail.received.filter(({ to }) => to.includes(email)).length
    await submit(page, /email/i, email)
    await page
      .getByRole('status')
      .filter({ hasText: /email|mail/i })
      .first()
      .waitFor()
    const { text } = await mail.emailTo(email, before + 1)
    const link = /https?:\S+token=[\w-]{43}/.exec(text)?.[0]
    if (!link) throw new Error(`The email has no link:\n${text}`)
    await page.goto('about:blank')
    await page.goto(link)
    await submit(page, /new password/i, newPassword)
    await page
      .getByText(/password (?:was|has been|is) changed|new password/i)
      .first()
      .waitFor()
    await mail.emailTo(email, before + 2)
    await page.goto(origin)
    await fieldsOf(page, /email/i).fill(email)
    await submit(page, /^password/i, newPassword)
    await page.getByText(`Hello, ${email}`).waitFor()
    if (problems.length > 0) throw new Error(problems.join('\n'))
  } catch (error) {
    const shown = await page.locator('body').ariaSnapshot()
    throw new Error(`${error}\nThe page ${page.url()} shows:\n${shown}`)
  } finally {
    await browser.close()
  }
}

async function submit(page: Page, label: RegExp, value: string): Promise<void> {
  // A new password may have to be typed twice.
  const fields = await waited(fieldsOf(page, label))
  for (const field of fields) await field.fill(value)
  // A form whose button is disabled, while a call is under way, does nothing when Enter is pressed.
  await page.locator('form button:enabled').first().waitFor()
  await fields.at(-1)?.press('Enter')
}

async function waited(found: Locator): Promise<Locator[]> {
  await found.first().waitFor()
  return found.all()
}

/** A label may also be that of a form. */
function fieldsOf(page: Page, label: RegExp): Locator {
  return page.getByLabel(label).and(page.locator('input[name]:not([readonly])'))
}

function chromiumPath(): string {
  const found = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(
    (path) => path !== undefined && existsSync(path),
  )
  if (found) return found
  throw new Error('The examples are tried in a browser: install Chromium, or set CHROMIUM_PATH')
}
