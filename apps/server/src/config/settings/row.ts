import type * as z from 'zod'

/** Settings by name: the schema of what is given, a line about it, and whether it is a secret. */
export type Settings = Record<string, { schema: z.ZodType; about: string; secret?: true }>
