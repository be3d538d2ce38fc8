import type { Step } from './step.ts'

type Entry = { tnx?: string; sid?: string; err?: unknown }
type Conversation = { unanswered: Step[]; last: Step }

const commands: readonly (readonly [RegExp, Step])[] = [
  [/^(?:EHLO|HELO) /, 'ehlo'],
  [/^STARTTLS$/, 'encryption'],
  [/^AUTH /, 'sign-in'],
  [/^MAIL FROM:/, 'sender'],
  [/^RCPT TO:/, 'recipient'],
  [/^DATA$/, 'message'],
]

/**
 * A logger for the library, which tells the commands and replies of each connection to it. It remembers which command
 * still waits for its reply, because the library's errors do not say at which step a server fell silent.
 */
export function createConversationLog() {
  const conversations = new Map<string, Conversation>()
  const steps = new WeakMap<object, Step>()
  let latest: Conversation | undefined

  function keepStep({ sid, err }: Entry): void {
    const conversation = conversations.get(sid ?? '')
    if (!conversation) return
    if (typeof err === 'object' && err !== null) steps.set(err, waitingStep(conversation))
    conversations.delete(sid ?? '')
  }

  return {
    /** Given to the library, with `transactionLog: true`. */
    logger: {
      debug({ tnx, sid = '' }: Entry, line = ''): void {
        if (tnx === 'client') {
          latest = conversations.get(sid) ?? { unanswered: [], last: 'ehlo' }
          conversations.set(sid, latest)
          latest.last = stepOf(line) ?? latest.last
          latest.unanswered.push(latest.last)
        } else if (tnx === 'server') {
          conversations.get(sid)?.unanswered.shift()
        } else if (line.startsWith('Closing connection')) {
          conversations.delete(sid)
        }
      },
      // Without it, the library would tell `debug` these too.
      info() {},
      warn: keepStep,
      error: keepStep,
    },
    /** The step whose reply was missing when this error was thrown. */
    silentStep: (error: object): Step | undefined => steps.get(error),
    /** The same, for the connection that was used last. */
    latestStep: (): Step | undefined => latest && waitingStep(latest),
  }
}

function waitingStep({ unanswered, last }: Conversation): Step {
  return unanswered[0] ?? last
}

function stepOf(line: string): Step | undefined {
  return commands.find(([pattern]) => pattern.test(line))?.[1]
}
