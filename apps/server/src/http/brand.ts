import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The files that BRAND_DIR may hold, and their types (docs/branding.md). Ours is served where one is absent. */
const brandFiles = {
  'brand.css': 'text/css; charset=utf-8',
  'logo.svg': 'image/svg+xml',
  'favicon.svg': 'image/svg+xml',
} as const

type BrandFile = keyof typeof brandFiles

export type BrandedFile = { path: string; type: string; body: Buffer }

/** The brand files, the operator's before ours. They are read once: changing the brand takes a restart. */
export function readBrand(brandDir: string | undefined, webFolder: string): BrandedFile[] {
  if (brandDir !== undefined && !(existsSync(brandDir) && statSync(brandDir).isDirectory())) {
    throw new Error(`BRAND_DIR is not a folder: ${brandDir}`)
  }
  const folders = brandDir === undefined ? [webFolder] : [brandDir, webFolder]
  return (Object.keys(brandFiles) as BrandFile[]).flatMap((name) => {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
    return found ? [{ path: `/${name}`, type: brandFiles[name], body: readFileSync(found) }] : []
  })
}
