import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageFile } from '@latchkey/db'

/** The types of built files, by what their names end with. Nothing else is stored, and nothing else is served. */
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
}

const MOST_BYTES = 4 * 1_024 * 1_024

/** The type of a file whose name holds a hash of its content, such as `verify-_EYV7t0n.js`; `undefined` for others. */
export function typeOfHashed(name: string): string | undefined {
  const ending = /^[\w.-]{1,100}-[\w-]{8}\.([a-z0-9]{2,5})$/.exec(name)?.[1]
  return ending !== undefined && Object.hasOwn(types, ending) ? types[ending] : undefined
}

export type BuiltFile = Omit<PageFile, 'digest'>

/** The built files with a hash in their names, compressed where the build did that. */
export async function readBuiltFiles(assetsFolder: string): Promise<BuiltFile[]> {
  const read = readdirSync(assetsFolder)
    .toSorted()
    .map(async (name): Promise<BuiltFile[]> => {
      const type = typeOfHashed(name)
      if (type === undefined) return []
      const path = join(assetsFolder, name)
      const encoding = existsSync(`${path}.br`) ? 'br' : null
      const bytes = await readFile(encoding === null ? path : `${path}.br`)
      return bytes.byteLength > MOST_BYTES ? [] : [{ name, type, encoding, bytes }]
    })
  return (await Promise.all(read)).flat()
}
