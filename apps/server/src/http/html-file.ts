import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { escapeHtml } from './html.ts'

type Facts = Pick<Config, 'productName' | 'support'> & { locale: string; hasStyle: boolean }

/** The one document of all pages, with what the operator's settings add to it. The same for everybody. */
export function readDocument(webFolder: string, facts: Facts): string {
  const path = join(webFolder, 'index.html')
  if (!existsSync(path)) {
    throw new Error('The pages are not built. Run: npx -y pnpm@12 build')
  }
  return readFileSync(path, 'utf8')
    .replace('<html lang="en"', () => `<html lang="${facts.locale}"`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(facts.productName)}</title>`)
    .replace('</head>', () => (facts.hasStyle ? `${STYLE}</head>` : '</head>'))
    .replace('<!-- support -->', () => supportLine(facts.support))
}

// After our own style, so that it has the last word.
const STYLE = '<link rel="stylesheet" href="/brand.css">'

/** For those who cannot go on without script. */
function supportLine(support: Config['support']): string {
  if (!support) return ''
  const [href, shown] =
    'email' in support ? [`mailto:${support.email}`, support.email] : [support.page, support.page]
  return `<p>Help: <a href="${escapeHtml(href)}">${escapeHtml(shown)}</a></p>`
}
