import * as z from 'zod'

/*
 * What Latchkey and an application say to each other: four calls, POST, JSON. Both sides are made from this file.
 * docs/adopting-elsewhere.md has it in words.
 */

/** Bytes of a call: a hundred long addresses in two spellings. */
export const LONGEST_CALL = 128 * 1024
/** Bytes of an answer. */
export const LONGEST_ANSWER = 256 * 1024

/** Numbers are text here: ids and versions are only compared. */
const key = z.union([z.string().min(1).max(1_000), z.int().transform(String)])

export const Account = z.object({
  id: key,
  email: z.string().max(1_000).nullish().default(null),
  alive: z.boolean(),
  hasPassword: z.boolean(),
  version: key,
  locale: z.string().max(100).nullish().default(null),
})

const status = <Status extends string>(value: Status) => z.object({ status: z.literal(value) })

/** For each call, what it is given, and the answers by their HTTP status. */
export const calls = {
  lookup: {
    given: z.object({ addresses: z.array(z.string()) }),
    answers: { 200: z.object({ accounts: z.array(Account) }) },
  },
  look: {
    given: z.object({ id: z.string() }),
    answers: { 200: Account, 404: status('unknown') },
  },
  change: {
    given: z.object({
      changeId: z.uuid(),
      id: z.string(),
      ifVersion: z.string(),
      password: z.string(),
      endSessions: z.literal(true),
      why: z.enum(['reset', 'not-me']),
    }),
    answers: { 200: status('changed'), 404: status('unknown'), 409: status('stale') },
  },
  settled: {
    given: z.object({ changeId: z.uuid() }),
    answers: { 200: z.object({ status: z.enum(['changed', 'unknown']) }) },
  },
} as const

export type CallName = keyof typeof calls

export type Given<Name extends CallName> = z.input<(typeof calls)[Name]['given']>

type AnswersOf<Name extends CallName> = (typeof calls)[Name]['answers']
/** An answer that was agreed on, by its HTTP status. */
export type Answer<Name extends CallName> = {
  [Status in keyof AnswersOf<Name>]: {
    status: Status
    body: AnswersOf<Name>[Status] extends z.ZodType<infer Body> ? Body : never
  }
}[keyof AnswersOf<Name>]
