import { join } from 'node:path'
import type { PageFile, PageFiles } from '@latchkey/db'
import type { Log } from '@latchkey/server/parts'
import { readBuiltFiles } from './built-files.ts'
import type { Seal } from './seal.ts'

const EVERY_MS = 60 * 60 * 1_000
/** After a failure, doubled with each further one. */
const AGAIN_MS = 2_000

export type PageFilesKeeper = {
  /** Resolves when what is being stored is. */
  stop(): Promise<void>
}

type Parts = {
  files: PageFiles
  seal: Seal
  /** Of the built pages. */
  webFolder: string
  /** For how long they are kept after the last process that has them. */
  days: number
}

type Known = Pick<PageFile, 'name' | 'digest'>

/**
 * Stores the built files of this process for the others, and says every hour that they are in use. What fails is logged
 * and tried again: a server that cannot keep its files for later serves all the same.
 */
export async function keepPageFiles(
  { files, seal, webFolder, days }: Parts,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<PageFilesKeeper> {
  const minutes = days * 24 * 60
  let ours: Known[] | undefined

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

  async function keep(): Promise<boolean> {
    try {
      if (ours === undefined || (await files.keep(ours, minutes)).length > 0) {
        ours = await storeMissing()
      }
      return true
    } catch (err) {
      log.warn({ event: 'pages.unkept', err })
      return false
    }
  }

  let stopped = false
  let failures = 0
  let keeping: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const run = async () => {
    failures = (await keep()) ? 0 : failures + 1
    if (stopped) return
    const nextMs = failures === 0 ? EVERY_MS : Math.min(AGAIN_MS * 2 ** (failures - 1), EVERY_MS)
    timer = setTimeout(() => {
      keeping = run()
    }, nextMs).unref()
  }
  keeping = run()
  await keeping
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await keeping
    },
  }
}
