import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type PageData, type PublicSettings, pagePaths } from '@latchkey/api'
import type { Locale } from '@latchkey/core'
import { html } from '@latchkey/email'
import { languages, withoutScript } from '@latchkey/wording'

/** An address that no page has: its page says so. */
export const NO_PAGE = '/404'

/** The first HTML of a page, made by the components that go on with it in the browser (decision 48). */
type RenderPage = (path: string, locale: Locale, data: PageData) => Promise<string>

type Facts = Omit<PageData, 'isSignedOut'> & {
  styleUrl: string | undefined
  iconUrl: string | undefined
}

export type HtmlOfPage = (path: string, locale: Locale, isSignedOut: boolean) => Promise<string>

/** The HTML of the pages. It depends on the page and its language, and never on who reads it. */
export async function openHtmlFile(webFolder: string, facts: Facts): Promise<HtmlOfPage> {
  const [file, renderer] = [join(webFolder, 'index.html'), join(webFolder, 'server/render-page.js')]
  if (!existsSync(file) || !existsSync(renderer)) {
    throw new Error('The pages are not built. Run: npx -y pnpm@12 build')
  }
  const { renderPage } = (await import(pathToFileURL(renderer).href)) as { renderPage: RenderPage }
  const template = withBrand(readFileSync(file, 'utf8'), facts)
  const assets = readdirSync(join(webFolder, 'assets'))
  // The first script imports the first two when it is read, and the others only after it has run.
  const chunksOf = (path: string, locale: Locale) =>
    ['rolldown-runtime', 'shared', `wording-${locale}`, chunkOf[path] ?? path.slice(1)].flatMap(
      (name) =>
        assets.filter(
          (asset) =>
            asset.startsWith(`${name}-`) && /^[\w-]{8}\.js$/.test(asset.slice(name.length + 1)),
        ),
    )
  const rendered = new Map<string, Promise<string>>()

  async function render(path: string, locale: Locale, isSignedOut: boolean): Promise<string> {
    const { settings, logo } = facts
    const data = { settings, logo, isSignedOut }
    const page = await renderPage(path, locale, data)
    const file = withPreloads(template, chunksOf(path, locale))
    return fill(withTexts(file, locale, settings.support), page, data)
  }

  return (path, locale, isSignedOut) => {
    const key = `${path} ${locale} ${isSignedOut}`
    const html = rendered.get(key) ?? render(path, locale, isSignedOut)
    rendered.set(key, html)
    return html
  }
}

function withBrand(file: string, { settings, styleUrl, iconUrl }: Facts): string {
  // After our own style, so that it overrides it.
  const style = styleUrl === undefined ? '' : `<link rel="stylesheet" href="${styleUrl}">`
  return file
    .replace(/<title>[^<]*<\/title>/, () => html`<title>${settings.productName}</title>`.toString())
    .replace('/favicon.svg', () => iconUrl ?? '/favicon.svg')
    .replace('</head>', () => `${style}</head>`)
}

/** The script of a page is named like its address, except for these. */
const chunkOf: Record<string, string> = {
  [pagePaths.home]: 'home',
  [pagePaths.login]: 'sign-in',
  [NO_PAGE]: 'not-found',
}

/** Low priority: the server's HTML needs the style only, and is painted before the scripts have come. */
function withPreloads(file: string, chunks: readonly string[]): string {
  const links = chunks.map(
    (name) => `<link rel="modulepreload" fetchpriority="low" crossorigin href="/assets/${name}">`,
  )
  return file
    .replace('<script type="module"', (start) => `${start} fetchpriority="low"`)
    .replace('</head>', () => `${links.join('')}</head>`)
}

function withTexts(file: string, locale: Locale, support: PublicSettings['support']): string {
  const t = withoutScript[locale]
  return file
    .replace(
      '<html lang="en" dir="ltr"',
      () => `<html lang="${locale}" dir="${languages[locale].direction}"`,
    )
    .replace(
      /(id="noscript">)/,
      (start) => `${start}${html`<h1>${t.title}</h1><p>${t.text}</p>`}${contact(t.help, support)}`,
    )
    .replace(/(<p id="late"[^>]*>)/, (start) => `${start}${html`${t.late}`}`)
}

/** Shown to people whose browser runs no script. */
function contact(help: string, support: PublicSettings['support']): string {
  if (!support) return ''
  const [href, shown] =
    'email' in support ? [`mailto:${support.email}`, support.email] : [support.page, support.page]
  return html`<p>${help} <a href="${href}">${shown}</a></p>`.toString()
}

function fill(file: string, page: string, data: PageData): string {
  // JSON inside a script element: a < could end that element.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return file
    .replace('<div id="root"></div>', () => `<div id="root">${page}</div>`)
    .replace(
      '</body>',
      () => `<script type="application/json" id="page-data">${json}</script></body>`,
    )
}
