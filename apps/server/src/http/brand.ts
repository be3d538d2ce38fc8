import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrandFile, brandFiles } from '../config/brand-folder.ts'

/** `url` changes with the content, so that browsers may keep what it returns. */
export type BrandedFile = { path: string; url: string; version: string; type: string; body: Buffer }

/** The brand files, the operator's before ours. They are read once: changing the brand takes a restart. */
export function readBrand(brandDir: string | undefined, webFolder: string): BrandedFile[] {
  const folders = brandDir === undefined ? [webFolder] : [brandDir, webFolder]
  return (Object.keys(brandFiles) as BrandFile[]).flatMap((name) => {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
    return found ? [brandedFile(name, readFileSync(found))] : []
  })
}

function brandedFile(name: BrandFile, body: Buffer): BrandedFile {
  const path = `/${name}`
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 8)
  return { path, url: `${path}?v=${version}`, version, type: brandFiles[name], body }
}

/** The size of a logo, so that the page does not move when it arrives; only its proportions matter. */
export function sizeOfSvg(svg: string): { width: number; height: number } | undefined {
  const tag = svg.match(/<svg\b[^>]*>/)?.[0] ?? ''
  const attribute = (name: string) =>
    tag.match(new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`))?.[1] ?? ''
  const box = attribute('viewBox')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [width, height] = ['width', 'height'].map((name) =>
    /^[\d.]+(?:px)?$/.test(attribute(name)) ? Number.parseFloat(attribute(name)) : Number.NaN,
  )
  for (const [wide, high] of [
    [width, height],
    [box[2], box[3]],
  ]) {
    if (wide && high && wide > 0 && high > 0) return { width: wide, height: high }
  }
  return undefined
}
