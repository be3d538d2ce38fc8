import { type Preparation, parseEmailAddress, type SecretDigest } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../../schema.ts'
import { prepared, type Values } from '../../statements/prepared.ts'
import { inUnicode } from '../account-table.ts'
import type { AccountPort, PortedAccount } from './account-port.ts'
import { lookingAt } from './ported-accounts.ts'

/* Which accounts a piece of work needs, and the calls that look at them. */

/** Addresses in one call. */
const MOST_ADDRESSES = 100
/** Calls for one piece of work at the same time. */
const AT_ONCE = 8

/** The database, whose statements find the accounts of these secrets. An unknown secret costs no call. */
export async function atSecrets(
  db: Kysely<Schema>,
  port: AccountPort,
  digests: readonly SecretDigest[],
): Promise<{ db: Kysely<Schema>; accounts: PortedAccount[] }> {
  const owners = await ownersOfSecrets(db, { digests })
  const accounts = await lookAtAll(
    port,
    owners.map(({ account_id }) => account_id),
  )
  return { db: lookingAt(db, accounts), accounts }
}

const ownersOfSecrets = prepared(
  'owners-of-secrets',
  (db, p: Values<{ digests: readonly SecretDigest[] }>) =>
    db
      .selectFrom('secret')
      .select('account_id')
      .distinct()
      .where(({ eb, fn }) => eb('digest', '=', fn.any(p.digests))),
)

/** The same for what a worker prepares emails for: the addresses of requests, and the accounts of notices. */
export async function atPreparations(
  db: Kysely<Schema>,
  port: AccountPort,
  preparations: readonly Preparation[],
): Promise<Kysely<Schema>> {
  const jobs = preparations.map(({ attempt }) => attempt.job)
  const requestIds = jobs.flatMap((job) => (job.kind === 'recovery' ? [job.requestId] : []))
  const ids = jobs.flatMap((job) => ('accountId' in job ? [job.accountId] : []))
  const requests = requestIds.length > 0 ? await addressesOfRequests(db, { requestIds }) : []
  const found = await lookUp(
    port,
    requests.map(({ email_canonical }) => email_canonical),
  )
  return lookingAt(db, [...found, ...(await lookAtAll(port, [...new Set(ids)]))])
}

const addressesOfRequests = prepared(
  'addresses-of-requests',
  (db, p: Values<{ requestIds: readonly string[] }>) =>
    db
      .selectFrom('recovery_request')
      .select('email_canonical')
      .where(({ eb, fn }) => eb('id', '=', fn.any(p.requestIds))),
)

/** The same for one address. */
export async function atAddress(
  db: Kysely<Schema>,
  port: AccountPort,
  canonical: string,
): Promise<Kysely<Schema>> {
  return lookingAt(db, await lookUp(port, [canonical]))
}

/** The same for the address of a request, if there is one. */
export async function atRequest(
  db: Kysely<Schema>,
  port: AccountPort,
  requestId: string,
): Promise<Kysely<Schema>> {
  const requests = await addressesOfRequests(db, { requestIds: [requestId] })
  return lookingAt(
    db,
    await lookUp(
      port,
      requests.map(({ email_canonical }) => email_canonical),
    ),
  )
}

/** The same for one account. */
export async function atAccount(
  db: Kysely<Schema>,
  port: AccountPort,
  id: string,
): Promise<Kysely<Schema>> {
  return lookingAt(db, await lookAtAll(port, [id]))
}

/**
 * The accounts that have one of these canonical addresses. An application may find more, or fold letters that are
 * different people's: the grammar of addresses decides, by bytes.
 */
async function lookUp(port: AccountPort, canonicals: readonly string[]): Promise<PortedAccount[]> {
  const wanted = new Set(canonicals)
  const spellings = [...wanted].flatMap((canonical) => {
    const unicode = inUnicode(canonical)
    return unicode === null ? [canonical] : [canonical, unicode]
  })
  const found: PortedAccount[] = []
  for (let at = 0; at < spellings.length; at += MOST_ADDRESSES) {
    found.push(...(await port.lookup(spellings.slice(at, at + MOST_ADDRESSES))))
  }
  return found.filter(({ email }) =>
    wanted.has((email === null ? undefined : parseEmailAddress(email)?.canonical) ?? ''),
  )
}

async function lookAtAll(port: AccountPort, ids: readonly string[]): Promise<PortedAccount[]> {
  const found: (PortedAccount | undefined)[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    found.push(...(await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => port.look(id)))))
  }
  return found.filter((account) => account !== undefined)
}
