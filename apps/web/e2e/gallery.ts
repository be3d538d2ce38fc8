import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from '@latchkey/wording'
import react from '@vitejs/plugin-react'
import type { BrowserContextOptions } from 'playwright-core'
import { build, preview } from 'vite'
import { emailNames } from '../gallery/email-names.ts'
import { states } from '../gallery/states.ts'
import { nativeLightDark } from '../vite/css-target.ts'
import { emailHtml } from '../vite/gallery.ts'
import { launchChromium } from './chromium.ts'

const web = fileURLToPath(new URL('..', import.meta.url))

export const stateNames = states.map(({ name }) => name)
export { emailNames }

export type Look = { colorScheme: 'light' | 'dark'; locale: Locale }

/** Shows every state in one window. It is built, because a development server would load a thousand files. */
export async function openGallery() {
  const outDir = await mkdtemp(join(tmpdir(), 'latchkey-gallery-'))
  const plain = { root: web, configFile: false, logLevel: 'error' } as const
  await build({
    ...plain,
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      cssTarget: nativeLightDark,
      rolldownOptions: { input: `${web}gallery/state.html` },
    },
  })
  const server = await preview({
    ...plain,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const browser = await launchChromium()

  /** Opens a window with one colour scheme and language. */
  async function open({ locale, ...window }: Look & BrowserContextOptions) {
    const { colorScheme } = window
    const context = await browser.newContext({ reducedMotion: 'reduce', ...window })
    const page = await context.newPage()
    const emailPage = await context.newPage()
    const choice = (name: string) => `${new URLSearchParams({ name, locale, theme: colorScheme })}`
    const [first = ''] = stateNames
    await page.goto(`${server.resolvedUrls?.local[0]}gallery/state.html?${choice(first)}`)
    await page.waitForFunction('window.show')

    return {
      page,
      close: () => context.close(),
      show: (name: string) => page.evaluate(`window.show(${JSON.stringify(choice(name))})`),
      async showEmail(name: string) {
        await emailPage.setContent(await emailHtml(new URLSearchParams(choice(name))))
        return emailPage
      },
    }
  }

  async function close() {
    await browser.close()
    await server.close()
    await rm(outDir, { recursive: true, force: true })
  }
  return { open, close }
}

export type Gallery = Awaited<ReturnType<typeof openGallery>>
