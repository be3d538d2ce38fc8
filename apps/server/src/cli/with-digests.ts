import { createOperator, type Operator } from '@latchkey/db'
import type { Config } from '../config/config.ts'
import { SECRETS_DIFFER, secretAgreement } from '../start/secret-agreement.ts'
import type { Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

/**
 * For work that finds what is stored by the digest of an address. With another server secret than that of the servers
 * nothing is found, which would look as if there were nothing.
 */
export function withDigests<T>(
  { terminal, config }: { terminal: Terminal; config: Config },
  work: (operator: Operator) => Promise<T>,
): Promise<T> {
  return withStores(config, async (_stores, database, queue) => {
    if ((await secretAgreement(config, database)) === 'differ') {
      const { says, todo } = SECRETS_DIFFER
      terminal.say(
        `Warning: ${says} What they store about an address is not found here either. ${todo}`,
      )
    }
    return work(createOperator(database, queue))
  })
}
