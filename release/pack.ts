import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { PublicPackage } from './packages.ts'
import { run } from './run.ts'

export type Packed = PublicPackage & {
  tarball: string
  bytes: number
  /** Where it is unpacked, below a folder `node_modules`. */
  unpacked: string
  /** Relative to that. */
  files: string[]
}

export async function pack(one: PublicPackage, folder: string): Promise<Packed> {
  const short = one.name.split('/').at(-1) ?? one.name
  const tarballs = join(folder, 'tarballs', short)
  const unpacked = join(folder, 'node_modules', one.name)
  mkdirSync(tarballs, { recursive: true })
  mkdirSync(unpacked, { recursive: true })
  await run('npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', tarballs], one.folder)
  const [name = ''] = readdirSync(tarballs)
  const tarball = join(tarballs, name)
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked], folder)
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)))
  return { ...one, tarball, bytes: statSync(tarball).size, unpacked, files }
}
