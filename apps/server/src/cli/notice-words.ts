import type { EmailAddress } from '@latchkey/core'
import type { Operator, SuppressionStory } from '@latchkey/db'
import type { Config } from '../config/config.ts'
import { digestsOf } from '../operator/digests-of.ts'
import { describeSuppression } from './suppression-words.ts'

/**
 * What keeps notices from an address: every report that lasts, even where emails that people ask for themselves are sent
 * again. Looked up before an act, because what was done must be told even if a look after it fails.
 */
export async function whatStopsNotices(
  operator: Operator,
  config: Config,
  address: EmailAddress,
): Promise<SuppressionStory[]> {
  const found = await operator.findSuppressions(digestsOf(config, address))
  return found.filter(({ lasts }) => lasts)
}

/** In the JSON of an act of which the owner is told. */
export function noticeInJson(stops: readonly SuppressionStory[]) {
  return stops.length === 0
    ? { status: 'queued' as const }
    : {
        status: 'suppressed' as const,
        because: stops.map(({ cause, detail, until }) => ({ cause, detail, until })),
      }
}

/** `undefined`: the notice can arrive. */
export function noNoticeWords(
  { registered }: EmailAddress,
  stops: readonly SuppressionStory[],
): string | undefined {
  if (stops.length === 0) return undefined
  const why = stops.map((one) => describeSuppression(one, registered)).join('\n')
  return `Its owner gets no notice by email, so tell them in another way. ${why}`
}
