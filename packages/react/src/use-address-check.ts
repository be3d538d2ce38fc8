import { importFile } from '@latchkey/wording'
import { useEffect, useState } from 'react'

/*
 * What judges, corrects and completes a typed address is loaded while the address is typed. A page works without it:
 * the address is then sent as it was typed, and the server judges it by the same rules.
 */

type AddressCheck = typeof import('./address-check.ts')

let loaded: AddressCheck | undefined

/** Undefined if it does not load. The next call tries again. */
export async function loadAddressCheck(): Promise<AddressCheck | undefined> {
  loaded ??= await importFile(() => import('./address-check.ts')).catch(() => undefined)
  return loaded
}

const TIMEOUT_MS = 2000

/** For a form that is submitted: it does not wait for long. */
export async function addressCheckSoon(): Promise<AddressCheck | undefined> {
  if (loaded) return loaded
  const timeout = new Promise<undefined>((end) => setTimeout(end, TIMEOUT_MS))
  return Promise.race([loadAddressCheck(), timeout])
}

/** Undefined until it is loaded. */
export function useAddressCheck(): AddressCheck | undefined {
  const [check, setCheck] = useState(loaded)
  useEffect(() => {
    if (!check) void loadAddressCheck().then(setCheck)
  }, [check])
  return check
}
