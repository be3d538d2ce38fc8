import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHost } from './host-server.ts'

const chromiumPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
)

/** The style sheets of an application, in the order in which it loads them. */
const hosts: [string, string[]][] = [
  ['without a reset', ['host', 'latchkey']],
  ['with Tailwind 4 before our style sheet', ['tailwind4', 'host', 'latchkey']],
  ['with Tailwind 4 after our style sheet', ['latchkey', 'tailwind4', 'host']],
  ['with Tailwind 3 in a layer', ['latchkey', 'tailwind3', 'host']],
]

describe.runIf(chromiumPath)('in the page of an application', () => {
  let host: Awaited<ReturnType<typeof openHost>>
  let browser: Browser

  beforeAll(async () => {
    host = await openHost()
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  async function open(
    styles: string[],
    part?: string,
    fragment = '',
    viewport = { width: 900, height: 1600 },
  ) {
    const context = await browser.newContext({
      viewport,
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(120_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    const query = new URLSearchParams([
      ...styles.map((name) => ['styles', name]),
      ['part', part ?? ''],
    ])
    await page.goto(`${host.origin}/page/?${query}${fragment}`)
    if (part) await page.locator('#part h2, #part output').first().waitFor()
    return { page, complaints, close: () => context.close() }
  }

  /** How a piece of the page looks, away from what has the focus. */
  async function pictureOf(page: Page, selector: string) {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const picture = await page.locator(selector).screenshot({ animations: 'disabled' })
    return picture.toString('base64')
  }

  const states: [
    string,
    () => Promise<[part: string, fragment: string]>,
    (page: Page) => unknown,
  ][] = [
    ['asking', async () => ['Recovery', ''], () => undefined],
    [
      'refused address',
      async () => ['ForgotPassword', ''],
      async (page) => {
        await page.getByRole('button', { name: 'Send reset link' }).click()
        await page.getByRole('alert').waitFor()
      },
    ],
    [
      'choosing',
      async () => ['ResetPassword', `#token=${host.latchkey.newToken()}`],
      async (page) => {
        await page.getByLabel('New password', { exact: true }).fill('short')
        await page.getByRole('button', { name: 'Save new password' }).click()
        await page.getByRole('alert').waitFor()
        await page.locator('[data-strength=refused], [data-latchkey=strength]').first().waitFor()
      },
    ],
    [
      'not me',
      async () => ['NotMe', `#token=${host.latchkey.newNotMeToken()}`],
      (page) => page.getByRole('checkbox').waitFor(),
    ],
    [
      'link cut',
      async () => ['ResetPassword', '#token=Qb1cN0sF'],
      (page) => page.getByText('not complete').waitFor(),
    ],
  ]

  test.each(states)('%s looks the same in every application', async (_, prepare, act) => {
    const pages: [string, Awaited<ReturnType<typeof open>>][] = []
    for (const [name, styles] of hosts) {
      const [part, fragment] = await prepare()
      const opened = await open(styles, part, fragment)
      await act(opened.page)
      pages.push([name, opened])
    }
    // Each of them is finished some time after what it waits for, such as the judgement of a password.
    const different = async () => {
      const pictures: [string, string][] = []
      for (const [name, { page }] of pages) {
        pictures.push([name, await pictureOf(page, '[data-latchkey~=frame]')])
      }
      return pictures.filter(([, picture]) => picture !== pictures[0]?.[1]).map(([name]) => name)
    }
    await expect.poll(different).toEqual([])
    for (const [, { close }] of pages) await close()
  })

  test.each(hosts)('nothing else of an application changes: %s', async (_, styles) => {
    const without = await open(styles.filter((name) => name !== 'latchkey'))
    const withPart = await open(styles, 'Recovery')
    for (const piece of ['#before', '#after']) {
      expect(await pictureOf(withPart.page, piece), piece).toBe(
        await pictureOf(without.page, piece),
      )
    }
    await without.close()
    await withPart.close()
  })

  test.each(hosts)('axe finds nothing: %s', async (_, styles) => {
    for (const [name, prepare, act] of states) {
      const [part, fragment] = await prepare()
      const { page, close } = await open(styles, part, fragment)
      await act(page)
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run('#part'),
      )
      expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([])
      await close()
    }
  })

  test('on a phone, in a dark page that says nothing of colour schemes, it is read and fits', async () => {
    const { page, close } = await open(['tailwind4', 'latchkey'], 'Recovery', '', {
      width: 360,
      height: 640,
    })
    await page.evaluate(() => {
      Object.assign(document.body.style, { margin: 0, background: '#111827', color: '#f9fafb' })
    })
    await page.getByLabel('Email address').fill('grace@example.test')
    await page.getByRole('button', { name: 'Send reset link' }).click()
    await page.getByLabel('Code from the email').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run('#part', {
        runOnly: ['color-contrast'],
      }),
    )
    expect(violations).toEqual([])
    await close()
  })

  test('a strict policy is kept, and a script of the package judges passwords', async () => {
    const token = host.latchkey.newToken()
    const { page, complaints, close } = await open(['latchkey'], 'ResetPassword', `#token=${token}`)
    await page
      .getByLabel('New password', { exact: true })
      .fill('correct horse battery staple otter')
    await page.locator('[data-strength=good]').waitFor()
    await page.getByLabel('Confirm new password').fill('correct horse battery staple otter')
    await page.getByRole('button', { name: 'Save new password' }).click()
    await page.getByText('Your password was changed.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('the state machine works without any style', async () => {
    const { page, complaints, close } = await open([], 'Headless')
    await page.getByText('asking').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('a recovery by code at one address', async () => {
    const { page, complaints, close } = await open(['tailwind4', 'latchkey'], 'Recovery')
    await page.getByLabel('Email address').fill('ada@example.test')
    await page.getByRole('button', { name: 'Send reset link' }).click()
    await page.getByLabel('Code from the email').waitFor()
    await page.getByLabel('Code from the email').fill(host.latchkey.emails[0]?.code ?? '')
    await page.getByLabel('New password', { exact: true }).fill('quiet amber otter')
    await page.getByLabel('Confirm new password').fill('quiet amber otter')
    await page.getByRole('button', { name: 'Save new password' }).click()
    await page.getByText('Your password was changed.').waitFor()
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/login')
    expect(complaints).toEqual([])
    await close()
  })
})
