import {
  type MailedSecretKind,
  messageKinds,
  type SecretDigest,
  type SecretKind,
  secretKinds,
} from '@latchkey/core'
import type { Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { byKey, minutesFromNow } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { hex, rows } from '../statements/rows.ts'
import type { Draft } from './message-drafts.ts'

type NewSecret = {
  digest: SecretDigest
  kind: SecretKind
  request_id: string | null
  account_id: string
  version: number
  minutes: number
}

// An email that had to wait still gets the full lifetimes, but never beyond the end of its request. The same code
// drawn twice for one request lives longer, unless it was spent.
const insertSecrets = prepared('insert-secrets', (db, p: Values<{ secrets: NewSecret[] }>) =>
  db
    .insertInto('secret')
    .columns(['digest', 'kind', 'request_id', 'account_id', 'credential_version', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom(
          rows('minted', p.secrets, {
            digest: 'bytea',
            kind: 'text',
            request_id: 'uuid',
            account_id: 'uuid',
            version: 'integer',
            minutes: 'integer',
          }),
        )
        .leftJoinLateral(
          (request) =>
            request
              .selectFrom('recovery_request')
              .select('closes_at')
              .whereRef('id', '=', 'minted.request_id')
              .offset(byKey)
              .as('request'),
          (join) => join.onTrue(),
        )
        .select((select) => [
          'minted.digest',
          'minted.kind',
          'minted.request_id',
          'minted.account_id',
          'minted.version',
          select
            .fn<Date>('least', ['request.closes_at', minutesFromNow(select.ref('minted.minutes'))])
            .as('expires_at'),
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .column('digest')
        .doUpdateSet((set) => ({ expires_at: set.ref('excluded.expires_at') })),
    )
    .returning(['digest', 'expires_at']),
)

export type Expiries = Partial<Record<MailedSecretKind, Date>>

/** Stores the secrets that emails will carry. Returns when those of each draft expire. */
export async function storeSecrets(
  trx: Transaction<Schema>,
  drafts: readonly Draft[],
): Promise<(draft: Draft) => Expiries> {
  const secrets = drafts.flatMap(newSecretsOf)
  const stored = secrets.length > 0 ? await insertSecrets(trx, { secrets }) : []
  const expiryOf = new Map(stored.map((row) => [hex(row.digest), row.expires_at]))
  return (draft) =>
    Object.fromEntries(
      carriedBy(draft).map(({ kind, digest }) => [kind, expiryOf.get(hex(digest))]),
    )
}

function newSecretsOf(draft: Draft): NewSecret[] {
  const { account, request } = draft
  if (!account) return []
  return carriedBy(draft).map(({ kind, digest, lifetimeMinutes }) => ({
    digest,
    kind,
    request_id: secretKinds[kind].boundTo === 'request' ? (request?.id ?? null) : null,
    account_id: account.id,
    version: account.version,
    minutes: lifetimeMinutes,
  }))
}

/** An email that is sent in the place of another carries the secrets of its own kind only. */
function carriedBy({ kind, secrets }: Draft) {
  const carried: readonly MailedSecretKind[] = messageKinds[kind].secrets
  return secrets.filter((secret) => carried.includes(secret.kind))
}
