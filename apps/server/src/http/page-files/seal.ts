import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { PageFile } from '@latchkey/db'
import type { BuiltFile } from './built-files.ts'

export type Seal = {
  sealed(file: BuiltFile): PageFile
  /** Whether it was sealed with a server secret that this process knows, and not changed since. */
  isOurs(file: PageFile): boolean
}

/**
 * Files from the database run as scripts on the page where passwords are chosen. So each is stored with a digest that
 * takes the server secret to make: somebody who can write to the table and nothing else cannot add one.
 *
 * @param serverSecrets the first seals, all of them verify.
 */
export function sealWith(serverSecrets: readonly string[]): Seal {
  const keys = serverSecrets.map((secret) =>
    createSecretKey(createHmac('sha256', secret).update('latchkey page file').digest()),
  )
  const [signing] = keys
  if (signing === undefined) throw new Error('There is no server secret')
  return {
    sealed: (file) => ({ ...file, digest: digestOf(file, signing) }),
    isOurs: (file) =>
      file.digest.byteLength === 32 &&
      keys.some((key) => timingSafeEqual(digestOf(file, key), file.digest)),
  }
}

function digestOf({ name, type, encoding, bytes }: BuiltFile, key: KeyObject): Buffer {
  const facts = JSON.stringify([name, type, encoding])
  return createHmac('sha256', key).update(facts).update(bytes).digest()
}
