import { webhookEventTypes } from '@latchkey/core'
import { isSecurityEvent, isWebhookSecret, type Webhook } from '@latchkey/server/parts'
import * as z from 'zod'
import { EVERYTHING, typesOf } from './event-types.ts'
import { codeOfError, isAbsent, unreadable } from './unreadable.ts'
import { webhookUrlProblem } from './webhook-url.ts'

const MOST = 20

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
  events: z.array(z.string()).min(1).default(EVERYTHING),
}

const WebhooksFile = z.strictObject({
  $schema: z.string().optional(),
  webhooks: z
    .array(
      z.discriminatedUnion('format', [
        z.strictObject({
          ...common,
          format: z.literal('standard'),
          /** The new one first, while it is changed. */
          secrets: z.array(secret).min(1).max(5).optional(),
          secretFile: z.string().optional(),
        }),
        z.strictObject({
          ...common,
          format: z.literal('caep'),
          audience: z.string().min(1).optional(),
          token: z.string().min(1).optional(),
          tokenFile: z.string().optional(),
        }),
      ]),
    )
    .max(MOST),
})

type InFile = z.output<typeof WebhooksFile>['webhooks'][number]

/** @param readFile throws when it cannot read the file. */
export function webhooksIn(
  file: string,
  readFile: (path: string) => string,
  problems: string[],
): Webhook[] {
  const say = (problem: string) => {
    problems.push(`WEBHOOKS_FILE: ${file}: ${problem}`)
  }
  const parsed = parse(file, readFile, say)
  if (!parsed) return []
  const names = parsed.map(({ name }) => name)
  for (const name of new Set(names.filter((name, n) => names.indexOf(name) !== n))) {
    say(`two webhooks have the name ${name}`)
  }
  return parsed.flatMap((one) => webhookOf(one, readFile, (what) => say(`${one.name}: ${what}`)))
}

function parse(
  file: string,
  readFile: (path: string) => string,
  say: (problem: string) => void,
): InFile[] | undefined {
  let text: string
  try {
    text = readFile(file)
  } catch (error) {
    const code = codeOfError(error)
    say(`${unreadable(code)}${isAbsent(code) ? '; docs/events.md has an example' : ''}`)
    return undefined
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    say(`is no JSON: ${error instanceof Error ? error.message : ''}`)
    return undefined
  }
  const parsed = WebhooksFile.safeParse(withFormats(json))
  if (parsed.success) return parsed.data.webhooks
  for (const { path, message } of parsed.error.issues) say(`${path.join('.') || 'it'}: ${message}`)
  return undefined
}

/** Without a format it is `standard`. */
function withFormats(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('webhooks' in json)) return json
  if (!Array.isArray(json.webhooks)) return json
  const isObject = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one)
  return {
    ...json,
    webhooks: json.webhooks.map((one: unknown) =>
      isObject(one) ? { format: 'standard', ...(one as object) } : one,
    ),
  }
}

function webhookOf(
  one: InFile,
  readFile: (path: string) => string,
  say: (problem: string) => void,
): Webhook[] {
  const { name, url } = one
  const known = one.format === 'caep' ? webhookEventTypes.filter(isSecurityEvent) : undefined
  const { types, wrong } = typesOf(one.events, known)
  for (const problem of wrong) say(problem)
  const held = (setting: string, path: string | undefined) => {
    if (path === undefined) return undefined
    try {
      return readFile(path).trim()
    } catch (error) {
      say(`${setting}: ${path} ${unreadable(codeOfError(error))}`)
      return ''
    }
  }
  if (one.format === 'caep') {
    if (one.token !== undefined && one.tokenFile !== undefined) say('has a token and a tokenFile')
    const token = one.token ?? held('tokenFile', one.tokenFile)
    return [{ name, url, types, format: 'caep', audience: one.audience ?? url, token }]
  }
  if (one.secrets !== undefined && one.secretFile !== undefined) {
    say('has secrets and a secretFile')
  }
  const text = held('secretFile', one.secretFile)
  const secrets = one.secrets ?? text?.split(/[\s,]+/).filter(Boolean)
  if (!secrets) say('has no secrets: name a secretFile, or write "secrets": ["whsec_…"]')
  else if (text && !secrets.every(isWebhookSecret)) {
    say('its secretFile must hold whsec_ and the base64 of 24 to 64 random bytes')
  }
  return secrets ? [{ name, url, types, format: 'standard', secrets }] : []
}
