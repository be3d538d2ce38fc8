import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** Lays `.br` and `.gz` beside every script and style, so that the server compresses nothing while it serves. */
export function compressed(): Plugin {
  let folder = ''
  return {
    name: 'latchkey:compressed',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir, config.build.assetsDir)
    },
    async closeBundle() {
      const names = await readdir(folder)
      await Promise.all(names.filter(isText).map((name) => compress(join(folder, name))))
    },
  }
}

// One below the most: the most takes ten times longer for two per cent.
const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }

async function compress(path: string): Promise<void> {
  const text = await readFile(path)
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text, { params }))
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }))
}

function isText(name: string): boolean {
  return /\.(?:js|css)$/.test(name)
}
