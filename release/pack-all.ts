import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pack } from './pack.ts'
import { publicPackages } from './packages.ts'

/*
 * Packs every public package into a folder, for a project elsewhere: `npx -y pnpm@12 release:pack ../tarballs`, and there
 * `npm install ../tarballs/*.tgz`.
 */

const [given] = process.argv.slice(2).filter((argument) => argument !== '--')
if (given === undefined) {
  console.error('Say where the tarballs should go: npx -y pnpm@12 release:pack <folder>')
  process.exit(1)
}
const target = resolve(given)
mkdirSync(target, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'latchkey-pack-'))
try {
  for (const one of publicPackages()) {
    const { tarball } = await pack(one, folder)
    const file = join(target, basename(tarball))
    copyFileSync(tarball, file)
    console.log(file)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
