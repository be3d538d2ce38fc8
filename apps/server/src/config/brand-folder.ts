import { join } from 'node:path'
import { codeOf, isAbsent, unreadable } from './unreadable.ts'

/** The files that BRAND_DIR may hold, and their types (docs/branding.md). Ours is served where one is absent. */
export const brandFiles = {
  'brand.css': 'text/css; charset=utf-8',
  'logo.svg': 'image/svg+xml',
  'favicon.svg': 'image/svg+xml',
} as const

export type BrandFile = keyof typeof brandFiles

/**
 * The files are read when the server starts. What would fail then is a problem of the settings.
 *
 * @param readFile throws when it cannot read the file.
 */
export function brandProblems(folder: string, readFile: (path: string) => string): string[] {
  const code = codeOf(() => readFile(folder))
  if (code === undefined) return [`BRAND_DIR: ${folder} is a file; name the folder of the files`]
  if (code !== 'EISDIR') return [`BRAND_DIR: ${folder} ${unreadable(code)}`]
  return Object.keys(brandFiles).flatMap((name) => {
    const path = join(folder, name)
    const problem = codeOf(() => readFile(path))
    return problem === undefined || isAbsent(problem)
      ? []
      : [`BRAND_DIR: ${path} ${unreadable(problem)}`]
  })
}
