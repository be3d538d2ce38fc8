import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError } from '../config/setup-error.ts'
import { CARRIED, type Carried } from './carried.ts'

/**
 * The instance that a module exports, under whatever name.
 *
 * @param module its URL, or a path from the working directory.
 * @throws SetupError if it exports none, or more than one.
 */
export async function findInstance(module: string | URL): Promise<Carried> {
  const url = urlOf(String(module))
  const exported = await load(url)
  const found = new Set<Carried>()
  for (const value of Object.values(exported)) {
    const carried = (value as { [CARRIED]?: Carried } | null | undefined)?.[CARRIED]
    if (carried) found.add(carried)
  }
  const [instance] = found
  if (instance && found.size === 1) return instance
  throw new SetupError(
    found.size === 0
      ? `${url} exports no Latchkey. It should: export const latchkey = createLatchkey({ … })`
      : `${url} exports ${found.size} Latchkeys. Give each a module of its own, so that it is clear whose emails are sent`,
  )
}

async function load(url: string): Promise<Record<string, unknown>> {
  try {
    return await import(url)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ERR_UNSUPPORTED_DIR_IMPORT') throw error
    throw new SetupError(
      `${message}. Node imports this module without a bundler: write its imports with their endings ('./users.ts') and without an alias such as '@/'`,
      { cause: error },
    )
  }
}

function urlOf(module: string): string {
  return /^[a-z]{2,}:/i.test(module) ? module : pathToFileURL(resolve(module)).href
}
