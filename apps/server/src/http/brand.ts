import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What an adopter may lay into BRAND_DIR, and how it is served. Ours where there is none. docs/branding.md */
const brandFiles = {
  'brand.css': 'text/css; charset=utf-8',
  'logo.svg': 'image/svg+xml',
  'favicon.svg': 'image/svg+xml',
} as const

type BrandFile = keyof typeof brandFiles

export type BrandedFile = { path: string; type: string; body: Buffer }

/** Every brand file there is, the adopter's before ours. Read once: a brand changes with a restart. */
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
