import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import compileModule from '@messageformat/core/compile-module.js'

/*
 * Replaces each built catalogue with a module of plain functions, one per text, so that neither a browser nor a
 * worker parses texts. Run by `build`, after tsc.
 */

const built = new URL('./dist/', import.meta.url)
const { formatFor, textsOf } = await import(new URL('texts.js', built))
const folder = new URL('catalogues/', built)

for (const locale of readdirSync(folder)) {
  for (const file of readdirSync(new URL(`${locale}/`, folder)).filter((n) => n.endsWith('.js'))) {
    const address = new URL(`${locale}/${file}`, folder)
    const name = file.replace('.js', '')
    const texts = textsOf((await import(address))[name])
    const module = compileModule(formatFor(locale), texts)
    writeFileSync(address, module.replace('export default', `export const ${name} =`))
    rmSync(new URL(`${locale}/${file}.map`, folder))
  }
}
// It belongs to the parser, which is no dependency. What others need of its types is in catalogue.ts.
for (const file of ['texts.js', 'texts.js.map', 'texts.d.ts']) rmSync(new URL(file, built))
