import {
  CODES_PER_REQUEST,
  type MailedSecretKind,
  messageKinds,
  type PreparedEmail,
  type SecretDigest,
  secretKinds,
} from '@latchkey/core'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { anyOf, byKey, minutesAfter, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { hex, rows } from '../statements/rows.ts'
import type { Draft } from './message-drafts.ts'

/** A draft whose attempt has begun. */
export type BegunDraft = { draft: Draft; preparedAt: Date }

/** Stores the secrets that the emails will carry, and returns when each of a draft's secrets expires. */
export async function storeSecrets(
  trx: Transaction<Schema>,
  begun: readonly BegunDraft[],
): Promise<(draft: Draft) => PreparedEmail['expiresAt']> {
  const secrets = begun.flatMap(secretRowsOf)
  const stored = secrets.length > 0 ? await insertSecrets(trx, { secrets }) : []
  const expiries = new Map(stored.map(({ digest, expires_at }) => [hex(digest), expires_at]))
  return (draft) =>
    Object.fromEntries(
      carriedBy(draft).map(({ kind, digest }) => [kind, expiries.get(hex(digest))]),
    )
}

/** Of the secrets that were minted for the draft's job, those that its kind of email carries and that would be accepted. */
function carriedBy({ kind, secrets, codesClosed = false }: Draft): Draft['secrets'] {
  const carried: readonly MailedSecretKind[] = messageKinds[kind].secrets
  return secrets.filter(
    (secret) => carried.includes(secret.kind) && !(codesClosed && secret.kind === 'code'),
  )
}

type SecretRow = {
  digest: SecretDigest
  kind: MailedSecretKind
  request_id: string | null
  account_id: string
  credential_version: string
  prepared_at: Date
  minutes: number
}

function secretRowsOf({ draft, preparedAt }: BegunDraft): SecretRow[] {
  const { account, request } = draft
  if (!account) return []
  return carriedBy(draft).map(({ kind, digest, lifetimeMinutes }) => ({
    ...{ digest, kind },
    request_id: secretKinds[kind].boundTo === 'request' ? (request?.id ?? null) : null,
    account_id: account.id,
    credential_version: account.version,
    prepared_at: preparedAt,
    minutes: lifetimeMinutes,
  }))
}

/**
 * The secrets of a delayed email get their full lifetimes, but none outlives its request. A code that is drawn twice
 * for one request gets the later expiry; if it was spent, it stays spent. Of the codes of a request the newest few
 * stay valid, so that a guess has few to meet.
 */
const insertSecrets = prepared('store-secrets', (db, p: Values<{ secrets: SecretRow[] }>) =>
  db
    .with('minted', (cte) =>
      cte
        .selectFrom(
          rows('minted', p.secrets, {
            digest: 'bytea',
            kind: 'text',
            request_id: 'uuid',
            account_id: 'text',
            credential_version: 'text',
            prepared_at: 'timestamptz',
            minutes: 'integer',
          }),
        )
        .selectAll(),
    )
    .with('voided', (cte) =>
      cte
        .updateTable('secret')
        .set({ voided_at: now })
        .where(
          'digest',
          '=',
          anyOf(
            cte
              .selectFrom((eb) =>
                eb
                  .selectFrom('secret as s')
                  .select(({ fn }) => [
                    's.digest',
                    fn
                      .agg<number>('row_number')
                      .over((over) =>
                        over.partitionBy('s.request_id').orderBy('s.created_at', 'desc'),
                      )
                      .as('place'),
                  ])
                  .where(
                    's.request_id',
                    '=',
                    anyOf(
                      cte
                        .selectFrom('minted')
                        .select('request_id')
                        .where('minted.kind', '=', 'code'),
                    ),
                  )
                  .where('s.kind', '=', 'code')
                  .where('s.digest', '<>', sql<SecretDigest>`all(array(select digest from minted))`)
                  .as('earlier'),
              )
              .select('earlier.digest')
              .where('earlier.place', '>=', CODES_PER_REQUEST),
          ),
        )
        .where('spent_at', 'is', null)
        .where('voided_at', 'is', null),
    )
    .insertInto('secret')
    .columns(['digest', 'kind', 'request_id', 'account_id', 'credential_version', 'expires_at'])
    .expression((eb) =>
      eb
        .selectFrom('minted')
        .leftJoinLateral(
          (eb) =>
            eb
              .selectFrom('recovery_request as r')
              .select('r.closes_at')
              .whereRef('r.id', '=', 'minted.request_id')
              .offset(byKey)
              .as('request'),
          (join) => join.onTrue(),
        )
        .select((eb) => [
          'minted.digest',
          'minted.kind',
          'minted.request_id',
          'minted.account_id',
          'minted.credential_version',
          eb
            .fn<Date>('least', [
              'request.closes_at',
              minutesAfter(eb.ref('minted.prepared_at'), eb.ref('minted.minutes')),
            ])
            .as('expires_at'),
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .column('digest')
        .doUpdateSet((eb) => ({ expires_at: eb.ref('excluded.expires_at') })),
    )
    .returning(['digest', 'expires_at']),
)
