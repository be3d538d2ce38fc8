import type { WebhooksConfig } from '@latchkey/server/parts'
import { EVERYTHING, typesOf } from './event-types.ts'
import type { SettingValues } from './settings.ts'
import { webhooksIn } from './webhooks-file.ts'

type Given = { each: Partial<SettingValues>; named: ReadonlySet<string> }

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
