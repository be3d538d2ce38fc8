import type { SuppressionStory } from '@latchkey/db'
import { saySuppression } from '../operator/words/address-words.ts'

/** Why an address gets no email, or got none until lately. `address`: for commands, as it was given. */
export function describeSuppression(story: SuppressionStory, address: string): string {
  const { text } = saySuppression(story)
  return story.lasts
    ? `${text}
To send again at once: latchkey mail unsuppress ${address}. The mail service may have a list of its own.`
    : text
}
