import type { AddressDigest, EmailAddress } from '@latchkey/core'
import { secretsFor } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'

/** How an address is stored: under its digest, or under its digest with a former server secret. */
export function digestsOf(config: Config, address: EmailAddress): AddressDigest[] {
  const secrets = secretsFor(config)
  return [secrets.addressDigest(address), ...secrets.formerAddressDigests(address)]
}
