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
  const exported: Record<string, unknown> = await import(url)
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

function urlOf(module: string): string {
  return /^[a-z]{2,}:/i.test(module) ? module : pathToFileURL(resolve(module)).href
}
