import type { Rig } from './rig.ts'
import { until } from './until.ts'

export type RequestedEmail = { email: string; requestId: string; token: string; code: string }

/** Runs `act` once for each item, with bounded concurrency. */
export async function each<T>(
  items: readonly T[],
  concurrency: number,
  act: (item: T, nth: number) => Promise<unknown>,
): Promise<void> {
  const left = items.entries()
  const runner = async () => {
    for (const [nth, item] of left) await act(item, nth)
  }
  await Promise.all(Array.from({ length: concurrency }, runner))
}

/** Requests an email for each person, and waits until all have arrived. */
export async function requestEmails(
  rig: Rig,
  people: number | readonly string[],
  headersFor: (nth: number) => Record<string, string> = () => ({}),
): Promise<RequestedEmail[]> {
  const emails = typeof people === 'number' ? await rig.people.add(people) : people
  const since = rig.sink.deliveries.length
  const requests = new Map<string, string>()
  await each(emails, 8, async (email, nth) => {
    const { data } = await rig.driver.request(email, { headers: headersFor(nth) })
    requests.set(email, data.requestId ?? '')
  })
  const newest = () =>
    new Map(
      rig.sink.deliveries
        .slice(since)
        .filter((one) => one.token)
        .map((one) => [one.to, one]),
    )
  await until(() => emails.every((email) => newest().has(email)), { everyMs: 50 })
  const emailOf = newest()
  return emails.map((email) => ({
    email,
    requestId: requests.get(email) ?? '',
    token: emailOf.get(email)?.token ?? '',
    code: emailOf.get(email)?.code ?? '',
  }))
}
