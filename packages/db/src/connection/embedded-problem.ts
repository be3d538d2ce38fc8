import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FolderInUse } from './folder-lock.ts'
import { DatabaseSetupError } from './setup-error.ts'

/** The PostgreSQL inside PGlite. A test compares it with a new database. */
export const EMBEDDED_MAJOR = '18'

/** What a new database needs, and some more. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024

/**
 * Why the embedded database cannot be opened in a folder. Its own errors are those of a program in WebAssembly, so the
 * folder is looked at.
 */
export function embeddedProblem(folder: string, error: unknown): unknown {
  if (error instanceof FolderInUse) return error
  const why = reasonIn(folder, error)
  return new DatabaseSetupError(`The embedded database in ${folder} cannot be opened: ${why}`, {
    cause: error,
  })
}

function reasonIn(folder: string, error: unknown): string {
  const file = fileOnTheWay(folder)
  if (file !== undefined) {
    return `${file} is a file. DATA_DIR must name a folder.`
  }
  if (!isWritable(folder)) {
    return 'this user cannot write there. Check the owner of the folder and whether its file system is read-only, or name another folder with DATA_DIR.'
  }
  const version = versionIn(folder)
  if (version !== undefined && version !== EMBEDDED_MAJOR) {
    const made = /^\d+$/.test(version)
      ? `it was made by another version, with PostgreSQL ${version}, and this one has PostgreSQL ${EMBEDDED_MAJOR}`
      : 'its file pg/PG_VERSION is damaged'
    return `${made}. Keep a copy of the folder. Then start the version that made it, restore a backup, or begin anew with another DATA_DIR.`
  }
  if (isFull(folder)) {
    return 'the disk is full. Make room, then start again; what is in the database stays.'
  }
  return `its files are damaged or incomplete (${messageOf(error)}). Keep a copy of the folder. Then restore a backup, or begin anew with another DATA_DIR.`
}

/** The folder or one above it that is a file. */
function fileOnTheWay(folder: string): string | undefined {
  for (const path of [folder, dirname(folder), join(folder, 'pg')]) {
    if (existsSync(path) && !statSync(path).isDirectory()) return path
  }
  return undefined
}

function isWritable(folder: string): boolean {
  const existing = [join(folder, 'pg'), folder, dirname(folder), dirname(dirname(folder))].find(
    existsSync,
  )
  try {
    accessSync(existing ?? folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function versionIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'pg', 'PG_VERSION'), 'utf8').trim()
  } catch {
    return undefined
  }
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < LEAST_FREE_BYTES
  } catch {
    return false
  }
}

/** File systems in WebAssembly throw objects that are no errors. */
function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message.split('\n')[0]?.replace(/\.$/, '') ?? ''
  const errno = Reflect.get(Object(error), 'errno')
  return errno === undefined ? 'no reason was given' : `error ${errno}`
}
