import { webhookEventTypes } from '@latchkey/core'
import { isSecurityEvent, isWebhookSecret, type Webhook } from '@latchkey/server/parts'
import * as z from 'zod'
import { EVERYTHING, typesOf } from './event-types.ts'
import { codeOfError, unreadable } from './unreadable.ts'
import { webhookUrlProblem } from './webhook-url.ts'

const secret = z.string().refine(isWebhookSecret, {
  error: 'must be whsec_ and the base64 of 24 to 64 random bytes',
})

const common = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
    error: 'must be of lower-case letters, digits and -, at most 40',
  }),
  url: z.string().superRefine((value, context) => {
    const problem = webhookUrlProblem(value)
    if (problem !== undefined) context.addIssue(problem)
  }),
  events: z
    .array(z.string())
    .min(1, { error: 'must name an event; without it there are all' })
    .default(EVERYTHING),
}

/** What a webhook may say, by its format. */
const formats = {
  standard: z.strictObject({
    ...common,
    format: z.literal('standard').default('standard'),
    /** The new one first, while it is changed. */
    secrets: z
      .array(secret)
      .min(1, { error: 'must hold a secret' })
      .max(5, { error: 'must hold at most 5 secrets' })
      .optional(),
    secretFile: z.string().optional(),
  }),
  caep: z.strictObject({
    ...common,
    format: z.literal('caep'),
    audience: z.string().min(1, { error: 'must not be empty' }).optional(),
    token: z.string().min(1, { error: 'must not be empty' }).optional(),
    tokenFile: z.string().optional(),
  }),
}

/** Of a format that there is not, what all have in common is looked at. */
const anyFormat = z.object(common)

export type Raw = Readonly<Record<string, unknown>>

export type Say = (problem: string) => void

export type Sources = {
  /** Throws when it cannot read the file. */
  readFile: (path: string) => string
  say: Say
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isNamed(value: unknown): value is Raw & { name: string } {
  return isRaw(value) && common.name.safeParse(value.name).success
}

/** @returns nothing if something is wrong, which is said: all of it at once, also what no schema knows. */
export function webhookOf(raw: Raw, sources: Sources): Webhook[] {
  const { say } = sources
  const types = wantedTypes(raw, say)
  if (raw.format === 'caep') {
    const key = heldIn(raw, { file: 'tokenFile', direct: 'token' }, sources)
    const found = read(formats.caep, raw, say)
    if (!found) return []
    const { name, url, audience = url, token = key } = found
    return [{ name, url, types, format: 'caep', audience, token }]
  }
  if (raw.format !== undefined && raw.format !== 'standard') {
    say('format must be standard or caep')
    read(anyFormat, raw, say)
    return []
  }
  const secrets = secretsOf(raw, sources)
  const found = read(formats.standard, raw, say)
  if (!found || !secrets) return []
  const { name, url } = found
  return [{ name, url, types, format: 'standard', secrets }]
}

function read<Schema extends z.ZodObject>(schema: Schema, raw: Raw, say: Say) {
  const parsed = schema.safeParse(raw, { error: (issue) => inWords(issue, schema) })
  for (const { path, message } of parsed.error?.issues ?? []) say(`${placeOf(path)}${message}`)
  return parsed.data
}

function wantedTypes({ format, events }: Raw, say: Say) {
  const wanted = common.events.safeParse(events)
  const known = format === 'caep' ? webhookEventTypes.filter(isSecurityEvent) : undefined
  const { types, wrong } = typesOf(wanted.data ?? EVERYTHING, known)
  for (const problem of wrong) say(problem)
  return types
}

type Held = { file: 'secretFile' | 'tokenFile'; direct: 'secrets' | 'token' }

/** What the file of a secret or token holds. */
function heldIn(raw: Raw, { file, direct }: Held, { readFile, say }: Sources): string | undefined {
  const path = raw[file]
  if (raw[direct] !== undefined && path !== undefined) {
    say(`has ${direct === 'token' ? 'a token' : direct} and a ${file}; keep one of them`)
  }
  if (typeof path !== 'string') return undefined
  try {
    return readFile(path).trim()
  } catch (error) {
    say(`${file}: ${path} ${unreadable(codeOfError(error))}`)
    return undefined
  }
}

function secretsOf(raw: Raw, sources: Sources): string[] | undefined {
  const { secrets, secretFile } = raw
  if (secrets === undefined && secretFile === undefined) {
    sources.say('has no secrets: name a secretFile, or write "secrets": ["whsec_…"]')
  }
  const text = heldIn(raw, { file: 'secretFile', direct: 'secrets' }, sources)
  const held = text?.split(/[\s,]+/).filter(Boolean)
  if (held && !(held.length > 0 && held.every(isWebhookSecret))) {
    sources.say('its secretFile must hold whsec_ and the base64 of 24 to 64 random bytes')
  }
  return formats.standard.shape.secrets.safeParse(secrets).data ?? held
}

/** `secrets, number 2, ` of `secrets.1`. */
function placeOf([field, index]: readonly PropertyKey[]): string {
  if (field === undefined) return ''
  return index === undefined
    ? `${String(field)} `
    : `${String(field)}, number ${Number(index) + 1}, `
}

type Issue = Parameters<z.core.$ZodErrorMap>[0]

/** For what no schema has words of its own. */
function inWords(issue: Issue, { shape }: { shape: object }): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((one) => JSON.stringify(one)).join(', ')
    return `there is no ${names}; there are ${Object.keys(shape).join(', ')}`
  }
  if (issue.code !== 'invalid_type') return undefined
  if (issue.input === undefined) return 'is missing'
  return issue.expected === 'array' ? 'must be a list in brackets' : 'must be text in quotes'
}
