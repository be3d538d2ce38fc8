import { oneLine } from '../render/words.ts'

const LONGEST_QUOTE_CHARACTERS = 300

/** An answer of a server, safe to log: without addresses and secrets, on one line, and not too long. */
export function quote(answer: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), answer)
  return oneLine(hidden)
    .replace(/[^\s<>()[\]",;:]+@(?=[^\s<>()",;:@])/g, '***@')
    .slice(0, LONGEST_QUOTE_CHARACTERS)
}
