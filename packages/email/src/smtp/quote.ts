import { oneLine } from '../render/words.ts'

/** What a mail server said, fit for a log: servers like to repeat recipients and, at times, what they were sent. */
export function quote(answer: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), answer)
  return oneLine(hidden)
    .replace(/[^\s<>()[\]",;:]+@(?=[^\s<>()",;:@])/g, '***@')
    .slice(0, 300)
}
