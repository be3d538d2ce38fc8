import * as z from 'zod'
import { AccountFunctionsSchema } from './account-functions.ts'
import { AccountMapSchema } from './account-map.ts'

/** The JSON Schema of `latchkey.accounts.json`, for editors: `docs/latchkey.accounts.schema.json`. */
export function accountMapJsonSchema(): object {
  return {
    title: 'latchkey.accounts.json',
    description: 'Where an application keeps its users, for Latchkey.',
    ...z.toJSONSchema(z.union([AccountMapSchema, AccountFunctionsSchema]), { io: 'input' }),
  }
}
