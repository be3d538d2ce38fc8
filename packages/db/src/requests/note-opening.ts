import type { NoRight, Right, TokenDigest } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { prepared, type Values } from '../statements/prepared.ts'
import { findRight } from './find-right.ts'

/**
 * Looks at a link or a ticket. That a valid link was opened is written down once for each request, for those who are asked
 * why somebody cannot get in. It stays valid.
 */
export async function openRight(
  db: Kysely<Schema>,
  tokenDigest: TokenDigest,
): Promise<Right | NoRight> {
  const right = await findRight(db, tokenDigest)
  if (right.status === 'good') await noteOpening(db, { tokenDigest })
  return right
}

const noteOpening = prepared('note-link-opened', (db, p: Values<{ tokenDigest: TokenDigest }>) =>
  db
    .insertInto('audit_event')
    .columns(['kind', 'outcome', 'request_id', 'account_id', 'address_digest'])
    .expression(
      db
        .selectFrom('secret as s')
        .innerJoin('recovery_request as r', 'r.id', 's.request_id')
        .select(({ val }) => [
          val('link-opened' as const).as('kind'),
          val('opened' as const).as('outcome'),
          's.request_id',
          's.account_id',
          'r.address_digest',
        ])
        .where('s.digest', '=', p.tokenDigest)
        .where('s.kind', '=', 'link')
        // With a limit, so that PostgreSQL looks it up for this request. It turns `not exists` into a join that reads every
        // event there is, if it planned that while the table was empty.
        .where(
          (eb) =>
            eb
              .selectFrom('audit_event as e')
              .select('e.id')
              .whereRef('e.request_id', '=', 's.request_id')
              .where('e.kind', '=', 'link-opened')
              .limit(1),
          'is',
          null,
        ),
    ),
)
