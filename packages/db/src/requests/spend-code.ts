import {
  type ClientDigest,
  type CodeDigest,
  type CodeSpent,
  kindsOfSecret,
  type RecoveryStore,
  type SecretKind,
  type TokenDigest,
} from '@latchkey/core'
import type { Kysely, NotNull } from 'kysely'
import { ownerOf } from '../accounts/account-table.ts'
import type { AuditKind, AuditOutcome } from '../audit.ts'
import { refundGuesses } from '../limits/refund-guess.ts'
import type { Schema } from '../schema.ts'
import { anyOf, arrayOf, minutesFromNow, now } from '../statements/expressions.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { rows } from '../statements/rows.ts'

export type Spend = Parameters<RecoveryStore['spendCode']>[0]

/** Codes of different requests, in one statement, which is one transaction. */
export async function spendCodes(
  db: Kysely<Schema>,
  spends: readonly Spend[],
): Promise<(CodeSpent | { status: 'wrong' })[]> {
  const spent = await spendAll(db, {
    spends: spends.map((spend) => ({
      request_id: spend.requestId,
      code_digests: spend.codeDigests,
      ticket_digest: spend.ticketDigest,
      ticket_minutes: spend.ticketLifetimeMinutes,
      client_digest: spend.clientDigest,
    })),
  })
  const byRequest = new Map(spent.map((row) => [row.request_id, row]))
  return spends.map(({ requestId }) => {
    const row = byRequest.get(requestId.toLowerCase())
    const owner = row && ownerOf(row)
    if (!owner) return { status: 'wrong' }
    return { status: 'spent', owner, ticketExpiresAt: row.expires_at }
  })
}

type SpendRow = {
  request_id: string
  code_digests: readonly CodeDigest[]
  ticket_digest: TokenDigest
  ticket_minutes: number
  client_digest: ClientDigest
}

/**
 * Accounts are locked first, and in the order of their keys. READ COMMITTED is enough: a
 * statement that waits for a lock then finds the row as the winner left it, and its guard false.
 */
const spendAll = prepared(
  'spend-codes',
  (db, p: Values<{ spends: readonly SpendRow[] }>, accounts) =>
    refundGuesses(
      db
        .with(
          (cte) => cte('spend').materialized(),
          (q) =>
            q
              .selectFrom(
                rows('spend', p.spends, {
                  request_id: 'uuid',
                  code_digests: 'bytea[]',
                  ticket_digest: 'bytea',
                  ticket_minutes: 'integer',
                  client_digest: 'bytea',
                }),
              )
              .selectAll(),
        )
        .with(
          (cte) => cte('code').materialized(),
          (q) =>
            q
              .selectFrom('secret')
              .innerJoin('spend', 'spend.request_id', 'secret.request_id')
              .select(['secret.digest', 'secret.account_id', 'spend.request_id'])
              .where(
                'secret.digest',
                '=',
                anyOf(
                  q
                    .selectFrom('spend')
                    .select(({ fn }) => fn<CodeDigest>('unnest', ['code_digests']).as('digest')),
                ),
              )
              .where(({ eb, fn }) => eb('secret.digest', '=', fn.any('spend.code_digests')))
              .where(
                'secret.kind',
                'in',
                kindsOfSecret(({ proves }) => proves === 'mailbox'),
              ),
        )
        .with(
          (cte) => cte('owner').materialized(),
          (q) => accounts.lockedMany(q, arrayOf(q.selectFrom('code').select('account_id'))),
        )
        .with('spent', (q) =>
          q
            .updateTable('secret')
            .from('code')
            .innerJoin('owner', 'owner.id', 'code.account_id')
            .set({ spent_at: now })
            .where('secret.digest', '=', anyOf(q.selectFrom('code').select('digest')))
            .whereRef('secret.digest', '=', 'code.digest')
            .whereRef('secret.credential_version', '=', 'owner.version')
            .where('secret.spent_at', 'is', null)
            .where('secret.voided_at', 'is', null)
            .where('secret.expires_at', '>', now)
            .returning([
              'code.request_id',
              'secret.account_id',
              'secret.credential_version',
              'owner.email',
              'owner.email_canonical',
            ]),
        )
        .with('ticket', (q) =>
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
                .selectFrom('spent')
                .innerJoin('spend', 'spend.request_id', 'spent.request_id')
                .select(({ ref, val }) => [
                  'spend.ticket_digest',
                  val('ticket' satisfies SecretKind).as('kind'),
                  'spent.request_id',
                  'spent.account_id',
                  'spent.credential_version',
                  minutesFromNow(ref('spend.ticket_minutes')).as('expires_at'),
                ]),
            )
            .returning(['request_id', 'expires_at']),
        )
        .with('right_guess', (q) =>
          q
            .selectFrom('ticket')
            .select('request_id')
            // A ticket of a code is always for a request.
            .$narrowType<{ request_id: NotNull }>(),
        ),
    )
      .with('audit', (q) =>
        q
          .insertInto('audit_event')
          .columns([
            'kind',
            'outcome',
            'request_id',
            'account_id',
            'address_digest',
            'client_digest',
          ])
          .expression(
            q
              .selectFrom('spent')
              .innerJoin('spend', 'spend.request_id', 'spent.request_id')
              .leftJoin('refunded', 'refunded.id', 'spent.request_id')
              .select(({ val }) => [
                val('code-verified' satisfies AuditKind).as('kind'),
                val('verified' satisfies AuditOutcome).as('outcome'),
                'spent.request_id',
                'spent.account_id',
                'refunded.address_digest',
                'spend.client_digest',
              ]),
          ),
      )
      .selectFrom('spent')
      .innerJoin('ticket', 'ticket.request_id', 'spent.request_id')
      .select(['spent.request_id', 'spent.email', 'spent.email_canonical', 'ticket.expires_at']),
)
