import {
  type AddressDigest,
  type ClientDigest,
  OPERATOR_LINK_MINUTES,
  type TokenDigest,
} from '@latchkey/core'
import type { Kysely, QueryCreator } from 'kysely'
import { inUnicode } from '../accounts/account-table.ts'
import { findAccountAt } from '../accounts/find-account-at.ts'
import { insertJobs } from '../queue/insert-job.ts'
import type { Schema } from '../schema.ts'
import { isoTime, minutesFromNow, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { transaction } from '../statements/transaction.ts'
import { eventsOf, withEvents } from '../webhooks/insert-events.ts'
import type { By } from './revoke.ts'

/** A link that is given by hand. */
export type NewLink = {
  canonicalEmail: string
  requestId: string
  addressDigest: AddressDigest
  clientDigest: ClientDigest
  tokenDigest: TokenDigest
}

/** Whether a link was stored, or why not. `shared`: several accounts have the address. */
export type IssuedLink =
  | { status: 'issued'; accountId: string; expiresAt: Date }
  | { status: 'refused'; reason: 'unknown' | 'disabled' | 'no-password' | 'shared' }

/**
 * Stores the request and the secret of a link that no email carries, with the notice to the owner, the audit event and
 * the event for webhooks.
 */
export async function issueLink(
  db: Kysely<Schema>,
  { canonicalEmail, ...link }: NewLink,
  by: By,
): Promise<IssuedLink> {
  return transaction<IssuedLink>(db, async (trx) => {
    const at = await findAccountAt(trx, canonicalEmail)
    if (!at) return { status: 'refused', reason: 'unknown' }
    const { id: accountId, status, has_password, version } = at.row
    if (at.sharedBy > 1) return { status: 'refused', reason: 'shared' }
    if (status !== 'active') return { status: 'refused', reason: 'disabled' }
    if (!has_password) return { status: 'refused', reason: 'no-password' }
    const emailUnicode = inUnicode(canonicalEmail)
    const account = { accountId, version, canonicalEmail, emailUnicode }
    const [issued] = await insertLink(trx, { ...link, ...account, ...by })
    if (!issued) throw new Error('The link was not stored')
    return { status: 'issued', accountId, expiresAt: issued.expires_at }
  })
}

type LinkValues = NewLink & By & { accountId: string; version: string; emailUnicode: string | null }

const insertLink = prepared('issue-link', (db, p: Values<LinkValues>) =>
  withEvents(eventsOfLink)(
    db
      .with('opened', (q) =>
        q
          .insertInto('recovery_request')
          .values(({ lit, cast }) => ({
            id: p.requestId,
            email_canonical: p.canonicalEmail,
            email_unicode: p.emailUnicode,
            address_digest: p.addressDigest,
            client_digest: p.clientDigest,
            device: cast<null>(lit(null), 'text'),
            locale: cast<null>(lit(null), 'text'),
            time_zone: cast<null>(lit(null), 'text'),
            closes_at: minutesFromNow(lit(OPERATOR_LINK_MINUTES)),
            // It has no code.
            emailed_at: cast<null>(lit(null), 'timestamptz'),
          }))
          .returning(['recovery_request.id', 'recovery_request.closes_at']),
      )
      .with('minted', (q) =>
        q
          .insertInto('secret')
          .columns([
            'digest',
            'kind',
            'request_id',
            'account_id',
            'credential_version',
            'expires_at',
          ])
          .expression(
            q
              .selectFrom('opened')
              .select(({ cast, val }) => [
                cast<TokenDigest>(p.tokenDigest, 'bytea').as('digest'),
                val('link' as const).as('kind'),
                'opened.id as request_id',
                cast<string>(p.accountId, 'text').as('account_id'),
                cast<string>(p.version, 'text').as('credential_version'),
                'opened.closes_at as expires_at',
              ]),
          )
          .returning(['secret.account_id', 'secret.request_id', 'secret.expires_at']),
      )
      .with('issued', (q) =>
        q
          .insertInto('audit_event')
          .columns(['kind', 'outcome', 'request_id', 'account_id', 'operator', 'reason'])
          .expression(
            q
              .selectFrom('minted')
              .select(({ cast, val }) => [
                val('link-issued' as const).as('kind'),
                val('issued' as const).as('outcome'),
                'minted.request_id',
                'minted.account_id',
                cast<string | null>(p.operator, 'text').as('operator'),
                cast<string | null>(p.reason, 'text').as('reason'),
              ]),
          )
          .returning([
            'audit_event.account_id',
            'audit_event.request_id',
            'audit_event.operator',
            'audit_event.reason',
          ]),
      )
      .with('job', (q) =>
        insertJobs(
          q as unknown as QueryCreator<Schema>,
          'link-issued',
          q
            .selectFrom('minted')
            .select(['minted.account_id as accountId', isoTime(now).as('occurredAt')])
            .as('job'),
        ),
      ),
  )
    .selectFrom('minted')
    .select('minted.expires_at'),
)

type IssuedRow = By & { account_id: string | null; request_id: string | null }

function eventsOfLink(q: QueryCreator<Schema & { issued: IssuedRow }>) {
  return [
    eventsOf(
      q,
      'account.link_issued',
      q
        .selectFrom('issued')
        .select([
          'issued.account_id as accountId',
          'issued.request_id as requestId',
          'issued.operator',
          'issued.reason',
        ])
        .$narrowType<{ accountId: string; requestId: string }>()
        .as('data'),
    ),
  ] as const
}
