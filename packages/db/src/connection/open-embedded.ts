import type { Database } from './database.ts'

/** Loaded by those who use it: a whole PostgreSQL in WebAssembly, which one with a server of its own need not hold. */
export async function openEmbedded(folder?: string, schema?: string): Promise<Database> {
  const embedded = await import('./embedded.ts')
  return embedded.openEmbedded(folder, schema)
}
