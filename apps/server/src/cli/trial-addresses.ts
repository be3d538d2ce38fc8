import { type NormalPassword, normalPassword } from '@latchkey/core'
import { secretsFor } from '@latchkey/server/parts'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import type { Config } from '../config/config.ts'
import { type Addresses, kinds } from '../silence/sampling.ts'
import { addressGiven } from './arguments.ts'
import { needOwnAccounts } from './own-accounts.ts'
import { CommandFailed } from './terminal.ts'
import { withOperator } from './with-operator.ts'

/** Creates an address of each kind for the duration of `work`. Three of them have accounts. */
export async function withTrialAddresses<T>(
  config: Config,
  domain: string,
  work: (addresses: Addresses) => Promise<T>,
): Promise<T> {
  needOwnAccounts(
    config,
    'no account is made up there. Name addresses of each kind with --known, --disabled and --passwordless.',
  )
  if (config.databaseUrl === undefined) {
    throw new CommandFailed(
      'The embedded database allows one process, which is the server. Name addresses with --known and so on, or use PostgreSQL.',
    )
  }
  const secrets = secretsFor(config)
  // All of the same length, because a longer address makes a longer request.
  const tag = secrets.newId().replaceAll('-', '')
  const trial = kinds.map((kind, n) => {
    const address = addressGiven(`${n}${tag}@${domain}`)
    return { kind, address, digest: secrets.addressDigest(address) }
  })
  const passwordHash = await createPasswordHasher(await loadArgon2Engine()).hash(
    normalPassword(secrets.newToken()) as NormalPassword,
  )
  const accounts = trial
    .filter(({ kind }) => kind !== 'unknown')
    .map(({ kind, address }) => ({
      id: secrets.newId(),
      address,
      passwordHash: kind === 'passwordless' ? undefined : passwordHash,
      status: kind === 'disabled' ? ('disabled' as const) : ('active' as const),
    }))

  return withOperator(config, async (operator) => {
    await operator.addTrialAccounts(accounts)
    try {
      return await work(
        Object.fromEntries(trial.map((one) => [one.kind, one.address.registered])) as Addresses,
      )
    } finally {
      await operator.removeTrial({
        accountIds: accounts.map(({ id }) => id),
        addresses: trial.map(({ address, digest }) => ({
          canonical: address.canonical,
          digest,
        })),
      })
    }
  })
}
