import { isSchemaName, poolers } from '@latchkey/db'
import { databaseAddressProblem } from '@latchkey/server/parts'
import * as z from 'zod'
import { oneOf, onOff } from '../values/plain.ts'
import type { Settings } from './row.ts'

const postgresUrl = z.string().superRefine((value, context) => {
  const problem = databaseAddressProblem(value)
  if (problem !== undefined) context.addIssue(problem)
})

const schemaName = z.string().refine(isSchemaName, {
  error:
    'must be a plain name like latchkey: lower-case letters, digits and _, no digit first, and nothing that PostgreSQL keeps for itself (pg_…)',
})

/** PostgreSQL. */
export const databaseSettings = {
  DATABASE_URL: {
    schema: postgresUrl.optional(),
    secret: true,
    about:
      'PostgreSQL; may name several servers, as host-one:5432,host-two:5432, and the one that accepts writes is used; the embedded database when absent',
  },
  DATABASE_SCHEMA: {
    schema: schemaName.default('latchkey'),
    about: 'the PostgreSQL schema that holds everything; nothing outside it is touched',
  },
  DATABASE_POOLER: {
    schema: oneOf(poolers).optional(),
    about:
      'the pooler that DATABASE_URL leads through: `none`, or one in `session` or `transaction` mode; detected when absent',
  },
  DATABASE_DIRECT_URL: {
    schema: postgresUrl.optional(),
    secret: true,
    about: 'PostgreSQL itself, for migrations, when DATABASE_URL leads through a pooler',
  },
  MIGRATE: {
    schema: onOff.default(true),
    about:
      '`off` when only `latchkey migrate` may change the schema: other commands then refuse an old one',
  },
} as const satisfies Settings
