import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/**
 * An embedded database as it is before the first statement. Making one takes two seconds and gives the same each
 * time, so the first is kept, and each test file starts from a copy.
 */
export async function emptyCluster(): Promise<Blob> {
  const kept = join(tmpdir(), `latchkey-pglite-${version()}.tar`)
  if (!existsSync(kept)) {
    const pglite = await PGlite.create()
    const dump = await pglite.dumpDataDir('none')
    await pglite.close()
    // Renamed when complete: test files start at the same time.
    const unfinished = `${kept}.${randomBytes(6).toString('hex')}`
    writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()))
    renameSync(unfinished, kept)
  }
  return new Blob([readFileSync(kept)])
}

function version(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')
  return JSON.parse(manifest).version
}
