import type { Finding } from '@latchkey/db'

type Words = Pick<Finding, 'about' | 'says' | 'todo'>

/** What was found, without what to do about it. */
export function sentenceOf({ about, says }: Words): string {
  return `${about}: ${says}.`
}

/** With what to do about it, after `between`. SQL stands on lines of its own. */
export function inOneText(finding: Words, between = ' '): string {
  return [sentenceOf(finding), finding.todo].filter((part) => part !== undefined).join(between)
}
