import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Packed } from '../pack.ts'
import { root } from '../packages.ts'

/** Besides the compiler that an example names. */
export const compilers: Record<string, string> = {
  'TypeScript 5.9': 'typescript-5.9',
  'TypeScript 7': 'typescript-7.0',
}

type Manifest = {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  overrides?: Record<string, string>
}

/** Copies an example out of the repository, and lets its dependencies on us be the tarballs. */
export function copyExample(name: string, packed: Packed[], folder: string): string {
  const target = join(folder, name)
  const leftOut = new Set(['node_modules', 'dist', '.next', '.turbo', '.latchkey', 'mail'])
  cpSync(join(root, 'examples', name), target, {
    recursive: true,
    filter: (source) => !leftOut.has(basename(source)),
  })
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const workspace = join(target, 'pnpm-workspace.yaml')
  if (existsSync(workspace)) {
    const lines = Object.entries(tarballs).map(([name, tarball]) => `  "${name}": ${tarball}\n`)
    appendFileSync(workspace, `overrides:\n${lines.join('')}`)
    return target
  }
  const file = join(target, 'package.json')
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    const tarball = tarballs[dependency]
    if (tarball && manifest.dependencies) manifest.dependencies[dependency] = tarball
  }
  manifest.overrides = { ...manifest.overrides, ...tarballs }
  manifest.devDependencies = {
    ...manifest.devDependencies,
    'typescript-5.9': 'npm:typescript@5.9',
    'typescript-7.0': 'npm:typescript@7.0',
  }
  writeFileSync(file, JSON.stringify(manifest, null, 2))
  return target
}
