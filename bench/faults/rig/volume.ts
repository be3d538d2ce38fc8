import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small volume in memory. */
export type Volume = { folder: string; remove(): void }

export function missingVolume(): string | undefined {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return isRoot ? undefined : 'mounting a small volume needs root on Linux'
}

export function openVolume(mib: number): Volume {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-volume-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', folder])
  chmodSync(folder, 0o777)
  return {
    folder,
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Uses up all remaining space. */
export function fill(volume: Volume | undefined): void {
  if (!volume) throw new Error('This rig has no volume')
  for (let bytes = 1 << 20; bytes >= 1 << 12; bytes /= 2) {
    for (let nth = 0; fits(join(volume.folder, `ballast-${bytes}-${nth}`), bytes); nth++);
  }
}

function fits(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

export function free(volume: Volume | undefined): void {
  if (volume) execFileSync('sh', ['-c', 'rm -f "$0"/ballast-*', volume.folder])
}
