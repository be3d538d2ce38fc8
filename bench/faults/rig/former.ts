import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { previousRelease } from '../../../release/previous/find.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Why the version before this one cannot be built here, if so. */
export function missingFormer(): string | undefined {
  if (process.env.LATCHKEY_FORMER !== undefined) return undefined
  return existsSync(join(root, '.git'))
    ? undefined
    : 'the version before this one is built from the history of git, which is not here; name a built copy in LATCHKEY_FORMER'
}

/**
 * The folder `apps/server` of the version before this one, built. `LATCHKEY_FORMER` names one; otherwise it is built once
 * per machine, which takes a minute or two and needs the package registry or pnpm's store.
 */
export async function formerVersion(): Promise<string> {
  const given = process.env.LATCHKEY_FORMER
  if (given !== undefined) return given
  const { ref: commit } = await previousRelease(undefined)
  const home = join(tmpdir(), `latchkey-former-${commit}`)
  if (!existsSync(home)) await build(commit, home)
  return join(home, 'apps/server')
}

/** Under another name until it is complete, so that an interrupted build is not taken for one. */
async function build(commit: string, home: string): Promise<void> {
  const folder = mkdtempSync(`${home}-building-`)
  try {
    const archive = join(folder, 'source.tar')
    const source = join(folder, 'source')
    mkdirSync(source)
    await run('git', ['archive', '--output', archive, commit], { cwd: root })
    await run('tar', ['--extract', '--file', archive, '--directory', source])
    const options = { cwd: source, env: { ...process.env, CI: 'true' }, maxBuffer: 1 << 26 }
    const pnpm = (...args: string[]) => run('npx', ['-y', 'pnpm@12', ...args], options)
    await pnpm('install', '--frozen-lockfile', '--prefer-offline')
    await pnpm('build')
    renameSync(source, home)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
