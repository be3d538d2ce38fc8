import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))

/** What stands behind one door of a published package: files of `dist`, or one file that is no module. */
type Door = { types: string; default: string } | string

export type PublicPackage = {
  name: string
  version: string
  folder: string
  /** In the workspace. */
  exports: Record<string, string | Record<string, string>>
  publishConfig: { access: string; exports: Record<string, Door> }
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

/** Every package that is not private. A new one joins by itself. */
export function publicPackages(): PublicPackage[] {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({
      folder,
      ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    }))
    .filter(({ private: isPrivate }) => !isPrivate)
}

/** The doors that are modules, as other projects import them. */
export function modulesOf({ name, publishConfig }: PublicPackage): string[] {
  return Object.entries(publishConfig.exports)
    .filter(([, door]) => typeof door !== 'string')
    .map(([door]) => join(name, door))
}
