import { join } from 'node:path'
import type { PageFile, PageFiles } from '@latchkey/db'
import type { Log } from '@latchkey/server/parts'
import { readBuiltFiles } from './built-files.ts'
import type { Seal } from './seal.ts'

const EVERY_MS = 60 * 60 * 1_000

export type PageFilesKeeper = { stop(): void }

type Parts = {
  files: PageFiles
  seal: Seal
  /** Of the built pages. */
  webFolder: string
  /** For how long they are kept after the last process that has them. */
  days: number
  everyMs?: number
}

/**
 * Stores the built files of this process for the others, and says every hour that they are in use. What fails is logged:
 * a server that cannot keep its files for later serves all the same.
 */
export async function keepPageFiles(
  { files, seal, webFolder, days, everyMs = EVERY_MS }: Parts,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<PageFilesKeeper> {
  const minutes = days * 24 * 60
  const keep = async (ours: readonly Known[]) => {
    try {
      return await files.keep(ours, minutes)
    } catch (err) {
      log.warn({ event: 'pages.unkept', err })
      return []
    }
  }

  /** Their names and digests: the files themselves are read again where they are missing. */
  async function storeMissing(): Promise<Known[]> {
    const sealed = (await readBuiltFiles(join(webFolder, 'assets'))).map(seal.sealed)
    const missing = new Set(await files.keep(sealed, minutes))
    for (const file of sealed) if (missing.has(file.name)) await files.store(file, minutes)
    if (missing.size > 0) {
      const trimmed = await files.trim()
      log.info({ event: 'pages.kept', files: missing.size, trimmed })
    }
    return sealed.map(({ name, digest }) => ({ name, digest }))
  }

  let ours: Known[] | undefined
  const refresh = async () => {
    if (ours !== undefined && (await keep(ours)).length === 0) return
    ours = await storeMissing().catch((err: unknown) => {
      log.warn({ event: 'pages.unkept', err })
      return undefined
    })
  }
  await refresh()
  const timer = setInterval(() => void refresh(), everyMs).unref()
  return { stop: () => clearInterval(timer) }
}

type Known = Pick<PageFile, 'name' | 'digest'>
