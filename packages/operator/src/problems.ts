import { count } from './count.ts'
import type { FactCode, Facts } from './facts.ts'

/** What is wrong, and what to do about it: `latchkey doctor` prints them on lines of their own. */
type Problem = { says: string; todo: string }

export const problems = {
  'health.database-read-only': () => ({
    says: 'The database takes no writes: it is a standby, or default_transaction_read_only is on, as services set it when the disk is full.',
    todo: 'Let DATABASE_URL lead to the primary server, and make room there.',
  }),
  'health.unknown-jobs': ({ jobs, kinds }) => ({
    says: `${count(jobs, 'job of another version waits', 'jobs of another version wait')}: ${kinds.join(', ')}.`,
    todo: 'Run a worker of that version, or upgrade this one.',
  }),
  'health.webhooks-removed': ({ jobs, webhooks }) => ({
    says: `${count(jobs, 'event waits', 'events wait')} for what the settings no longer have: ${webhooks.join(', ')}.`,
    todo: `Put ${webhooks.length > 1 ? 'them' : 'it'} back into the settings, or give the events up: ${dropCommands(webhooks)}`,
  }),
  'health.webhooks-behind': ({ waiting, seconds }) => ({
    says: `${count(waiting, 'event waits', 'events wait')}; for ${seconds} s a webhook has not heard that sessions ended.`,
    todo: 'latchkey events test explains its answer.',
  }),
} satisfies { [Code in FactCode]?: (data: Facts[Code]) => Problem }

/** The commands that give up what waits for these webhooks. */
export function dropCommands(webhooks: readonly string[]): string {
  return webhooks.map((name) => `latchkey events drop ${name} --reason <text>`).join('; ')
}

export function inOne({ says, todo }: Problem): string {
  return `${says} ${todo}`
}
