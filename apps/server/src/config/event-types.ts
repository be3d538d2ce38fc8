import { type WebhookEventType, webhookEventTypes } from '@latchkey/core'
import { nearestName } from './near-names.ts'

export const EVERYTHING = ['*']

/** `account.*` stands for all that begin so, `*` for all. */
export function typesOf(wanted: readonly string[], from = webhookEventTypes) {
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
