import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Thrown when another process holds the folder. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another Latchkey process. Stop that one first, or give this one a folder of its own with DATA_DIR (in a program of yours: database.embedded).`,
    )
    this.name = 'FolderInUse'
  }
}

/**
 * Holds a folder for this process until `unlock`, or until the process ends in whatever way. SQLite is here for
 * its lock alone: an operating-system file lock, which a dead process cannot leave behind as a pid file can.
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'lock'))
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive')
  } catch (error) {
    lock.close()
    if (error instanceof Error && error.message.includes('locked')) throw new FolderInUse(folder)
    throw error
  }
  return () => lock.isOpen && lock.close()
}
