import { type AccountPort, PortFailure } from '@latchkey/db'
import type * as z from 'zod'
import { createSlots } from '../adapters/slots.ts'
import type { AccountHost } from './handler.ts'
import { Account, calls } from './wire.ts'

/** For the whole call, as over HTTP. */
const TIMEOUT_MS = 5_000
/** At the same time, for each process. */
const SLOTS = { count: 32, queue: 64, maxWaitMs: 2_000 }

/** Where these functions are, in messages to developers. */
export const HOST_PLACE = 'accounts.host'

/** What each function must answer with. */
const answers = {
  lookup: Account.array(),
  look: Account.nullish(),
  change: calls.change.answers[200].shape.status
    .or(calls.change.answers[404].shape.status)
    .or(calls.change.answers[409].shape.status),
  settled: calls.settled.answers[200].shape.status,
} as const

type Name = keyof typeof answers

/**
 * An application that answers in the same process. It is asked as one that is called: outside of transactions, for five
 * seconds, and what it answers is checked. Nobody can end a function, so a change that took too long may still be made,
 * and is asked about later.
 */
export function createHostPort(
  { host }: { host: AccountHost },
  timeoutMs = TIMEOUT_MS,
): AccountPort {
  const slots = createSlots({
    ...SLOTS,
    refuse: () => new PortFailure('busy', `Too many calls of the functions in ${HOST_PLACE} wait`),
  })
  const call = <Which extends Name>(name: Which, work: () => unknown) =>
    slots(async () => readAnswer(name, await answerOf(name, work, timeoutMs)))
  return {
    place: HOST_PLACE,
    lookup: (addresses) => call('lookup', () => host.lookup([...addresses])),
    async look(id) {
      const account = await call('look', () => host.look(id))
      if (!account) return undefined
      if (account.id === id) return account
      throw new PortFailure('unreadable', `${HOST_PLACE}.look answered with another account`)
    },
    change: (change) => call('change', () => host.change({ ...change })),
    settled: (changeId) => call('settled', () => host.settled(changeId)),
  }
}

async function answerOf(name: Name, work: () => unknown, timeoutMs: number): Promise<unknown> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const seconds = timeoutMs / 1_000
    late.reject(new PortFailure('slow', `${HOST_PLACE}.${name} did not answer within ${seconds} s`))
  }, timeoutMs)
  try {
    return await Promise.race([work(), late.promise])
  } catch (error) {
    if (error instanceof PortFailure) throw error
    // Its message may contain what it was given, and is not repeated here. The log has it as the cause.
    throw new PortFailure('failed', `${HOST_PLACE}.${name} threw an error`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

function readAnswer<Which extends Name>(
  name: Which,
  answer: unknown,
): z.output<(typeof answers)[Which]> {
  const read = answers[name].safeParse(answer)
  if (read.success) return read.data as z.output<(typeof answers)[Which]>
  const [issue] = read.error.issues
  const where = issue?.path.join('.')
  throw new PortFailure(
    'unreadable',
    `${HOST_PLACE}.${name} answered with ${where ? `${where}: ` : ''}${issue?.message ?? 'something else'}`,
  )
}
