import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)
const text = (specifier: string) => readFileSync(resolve(specifier), 'utf8')
const own = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** What Tailwind writes for `theme(<name>, <value>)` where nobody has set the name. */
const withDefaults = (css: string) =>
  css.replace(/(?:--)?theme\(\s*[^,]+,\s*([^;]*?)\s*\)\s*;/g, '$1;')

const preflight3 = withDefaults(text('tailwindcss-3/lib/css/preflight.css'))
const preflight4 = withDefaults(text('tailwindcss/preflight.css'))

/** The style sheets of the hosts, by name. */
export const styleSheets: Record<string, string> = {
  host: own('./host/host.css'),
  latchkey: own('../dist/styles.css'),
  // As `@import "tailwindcss"` has it.
  tailwind4: `@layer theme, base, components, utilities;\n@layer base {\n${preflight4}\n}`,
  // As docs/embedding-react.md says for version 3, whose reset is in no layer by itself.
  tailwind3: `@layer base {\n${preflight3}\n}`,
}
