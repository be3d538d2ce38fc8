import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '../hosts/host.ts'
import { folderOf } from './host-process.ts'

/** Debian's packages that a host's program needs and that are not installed. */
export function missingPackages(host: Host): string[] {
  return host.packages.filter((name) => !isInstalled(name))
}

function isInstalled(name: string): boolean {
  try {
    const status = execFileSync('dpkg-query', ['-s', name], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return /^Status: install ok installed$/m.test(status.toString())
  } catch {
    return false
  }
}

const verifiers = fileURLToPath(new URL('../verifiers/npm', import.meta.url))

/** Installs a host's own packages of npm, exactly as its lock file says. */
export function installNpm(host: Host): void {
  if (!host.npm) return
  install(folderOf(host))
  installVerifiers()
}

/** The libraries of npm that read passwords. */
export function installVerifiers(): void {
  install(verifiers)
}

function install(folder: string): void {
  if (existsSync(join(folder, 'node_modules'))) return
  execFileSync('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
