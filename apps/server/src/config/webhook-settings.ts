import { isLoopback, type WebhookEventType, webhookEventTypes } from '@latchkey/core'
import {
  isSecurityEvent,
  isWebhookSecret,
  type Webhook,
  type WebhooksConfig,
} from '@latchkey/server/parts'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { nearestName } from './near-names.ts'
import type { SettingValues } from './settings.ts'

type Given = { each: Partial<SettingValues>; named: ReadonlySet<string> }

const EVERYTHING = ['*']
const MOST = 20

/** @param readFile throws when it cannot read the file. */
export function webhookSettings(
  { each, named }: Given,
  { readFile }: { readFile: (path: string) => string },
  problems: string[],
): WebhooksConfig {
  const ofOne = (['WEBHOOK_SECRET', 'WEBHOOK_EVENTS'] as const).filter((name) => named.has(name))
  if (named.has('WEBHOOKS_FILE')) {
    for (const name of [...(named.has('WEBHOOK_URL') ? ['WEBHOOK_URL'] : []), ...ofOne]) {
      problems.push(`${name} and WEBHOOKS_FILE are both set; write this webhook into the file`)
    }
    const { WEBHOOKS_FILE: file } = each
    return { webhooks: file === undefined ? [] : webhooksIn(file, readFile, problems) }
  }
  if (!named.has('WEBHOOK_URL')) {
    for (const name of ofOne) problems.push(`${name} needs WEBHOOK_URL: it is for calls to there`)
    return { webhooks: [] }
  }
  if (!named.has('WEBHOOK_SECRET')) {
    problems.push(
      'WEBHOOK_SECRET is missing: with WEBHOOK_URL every call is signed; make one with: echo "whsec_$(openssl rand -base64 32)"',
    )
  }
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secrets, WEBHOOK_EVENTS: wanted = EVERYTHING } = each
  const { types, wrong } = typesOf(wanted)
  problems.push(...wrong.map((problem) => `WEBHOOK_EVENTS: ${problem}`))
  if (url === undefined || secrets === undefined) return { webhooks: [] }
  return { webhooks: [{ name: 'default', url, types, format: 'standard', secrets }] }
}

/** Why no events can be sent to this address; `undefined` if they can. */
export function webhookUrlProblem(value: string): string | undefined {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an address like https://app.example.com/hooks/latchkey'
  }
  if (url.username !== '' || url.password !== '') {
    return 'must have no user name or password: calls are signed'
  }
  if (url.hash !== '') return 'must have no #'
  if (url.protocol === 'http:' && !isNear(url.hostname)) {
    return 'must be https: only this machine and private networks may be called by http'
  }
  return undefined
}

/** This machine, a private address, or a name that only a network of one's own can have. */
function isNear(hostname: string): boolean {
  if (isLoopback(hostname)) return true
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (ipaddr.isValid(address)) {
    return ['private', 'uniqueLocal', 'linkLocal', 'loopback'].includes(
      ipaddr.process(address).range(),
    )
  }
  return !hostname.includes('.') || /\.(?:internal|local|localhost|lan|home\.arpa)$/.test(hostname)
}

/** `account.*` stands for all that begin so, `*` for all. */
function typesOf(wanted: readonly string[], from = webhookEventTypes) {
  const types = new Set<WebhookEventType>()
  const wrong: string[] = []
  for (const one of wanted) {
    const found = one.endsWith('*')
      ? from.filter((type) => type.startsWith(one.slice(0, -1)))
      : from.filter((type) => type === one)
    for (const type of found) types.add(type)
    if (found.length === 0)
      wrong.push(`there is no event ${JSON.stringify(one)}${advice(one, from)}`)
  }
  return { types: [...types], wrong }
}

function advice(one: string, from: readonly string[]): string {
  const near = nearestName(one, from)
  return near === undefined ? `; there are ${from.join(', ')}` : `; did you mean ${near}?`
}

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

function webhooksIn(
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
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    say(`cannot be read (${code}); docs/events.md has an example`)
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
    } catch {
      say(`${setting} names a file that cannot be read: ${path}`)
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
