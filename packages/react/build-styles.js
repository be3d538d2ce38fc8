import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/*
 * Joins the style sheets into one file, in a layer. Run by `build`, after tsc.
 *
 * The first line settles the order with the layers of Tailwind CSS 4, whichever file is loaded first: our rules win
 * against its reset, and the utilities of the application win against our rules.
 */

const sheets = ['tokens', 'base', 'layout', 'parts']
const source = (name) => readFileSync(new URL(`./src/styles/${name}.css`, import.meta.url), 'utf8')

const layers = sheets.map((name) => `@layer latchkey.${name} {\n${source(name)}}\n`)
const order = '@layer theme, base, latchkey, components, utilities;\n'

mkdirSync(new URL('./dist/', import.meta.url), { recursive: true })
writeFileSync(new URL('./dist/styles.css', import.meta.url), order + layers.join(''))
