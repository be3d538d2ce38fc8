import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import type { PageFile, PageFiles } from '@latchkey/db'
import type { Log } from '@latchkey/server/parts'
import { boundedCache } from './bounded-cache.ts'
import { typeOfHashed } from './built-files.ts'
import type { Seal } from './seal.ts'

const decompress = promisify(brotliDecompress)

const LIST_AGAIN_MS = 2_000
const MOST_CACHED_BYTES = 8 * 1_024 * 1_024
/** Of one file, when it is decompressed. */
const MOST_BYTES = 16 * 1_024 * 1_024

export type FormerFile = Pick<PageFile, 'type' | 'encoding' | 'bytes'>

export type FormerFiles = {
  /** A file of another build of the pages. */
  find(name: string, accepts: { brotli: boolean }): Promise<FormerFile | undefined>
}

type Parts = { files: PageFiles; seal: Seal; now?: () => number }

/**
 * Files that are not among the built ones here, from the database. Strangers may ask for any name: those that are not
 * stored cost one small statement every two seconds, however many are asked for.
 */
export function createFormerFiles(
  { files, seal, now = () => performance.now() }: Parts,
  log: Pick<Log, 'error'>,
): FormerFiles {
  let names: Promise<ReadonlySet<string>> | undefined
  let listedAt = Number.NEGATIVE_INFINITY
  const cached = boundedCache<FormerFile>(MOST_CACHED_BYTES)
  // One at a time: passwords are hashed on the same threads.
  let decompressing: Promise<unknown> = Promise.resolve()

  async function isStored(name: string): Promise<boolean> {
    if (names !== undefined && (await names).has(name)) return true
    if (now() - listedAt < LIST_AGAIN_MS) return (await names)?.has(name) ?? false
    listedAt = now()
    const listed = files.names().then((all) => new Set(all))
    names = listed
    // The next call looks there once more.
    listed.catch(() => {
      names = undefined
      listedAt = Number.NEGATIVE_INFINITY
    })
    return (await listed).has(name)
  }

  async function load(name: string): Promise<FormerFile | undefined> {
    const file = await files.find(name)
    if (!file || file.type !== typeOfHashed(name)) return undefined
    if (seal.isOurs(file)) return file
    log.error({
      event: 'pages.forged',
      name,
      message:
        'A stored file of the pages was not sealed with a server secret that this process knows, and is not served',
    })
    return undefined
  }

  async function plain(name: string): Promise<FormerFile | undefined> {
    const file = await cached(name, () => load(name))
    if (file?.encoding !== 'br') return file
    const work = decompressing.then(() => decompress(file.bytes, { maxOutputLength: MOST_BYTES }))
    decompressing = work.catch(() => undefined)
    return { ...file, encoding: null, bytes: await work }
  }

  return {
    async find(name, { brotli }) {
      if (typeOfHashed(name) === undefined || !(await isStored(name))) return undefined
      return brotli ? cached(name, () => load(name)) : cached(`${name} plain`, () => plain(name))
    },
  }
}
