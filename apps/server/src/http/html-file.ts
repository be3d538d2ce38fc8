import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from '@latchkey/email'
import type { Config } from '../config/config.ts'

type Facts = Pick<Config, 'productName' | 'support'> & { locale: string; hasStyle: boolean }

/** The HTML file of all pages, with what the operator's settings add to it. It is the same for everybody. */
export function readHtmlFile(webFolder: string, facts: Facts): string {
  const path = join(webFolder, 'index.html')
  if (!existsSync(path)) {
    throw new Error('The pages are not built. Run: npx -y pnpm@12 build')
  }
  return readFileSync(path, 'utf8')
    .replace('<html lang="en"', () => `<html lang="${facts.locale}"`)
    .replace(/<title>[^<]*<\/title>/, () => html`<title>${facts.productName}</title>`.toString())
    .replace('</head>', () => (facts.hasStyle ? `${STYLE}</head>` : '</head>'))
    .replace('<!-- support -->', () => supportLine(facts.support))
}

// After our own style, so that it overrides it.
const STYLE = '<link rel="stylesheet" href="/brand.css">'

/** Shown to people whose browser runs no script. */
function supportLine(support: Config['support']): string {
  if (!support) return ''
  const [href, shown] =
    'email' in support ? [`mailto:${support.email}`, support.email] : [support.page, support.page]
  return html`<p>Help: <a href="${href}">${shown}</a></p>`.toString()
}
