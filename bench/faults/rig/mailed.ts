import type { Rig } from './rig.ts'
import { until } from './until.ts'

export type Mailed = { email: string; requestId: string; token: string; code: string }

/** Runs so many at once, each of the items once. */
export async function each<T>(
  items: readonly T[],
  atOnce: number,
  act: (item: T, nth: number) => Promise<unknown>,
): Promise<void> {
  const left = items.entries()
  const runner = async () => {
    for (const [nth, item] of left) await act(item, nth)
  }
  await Promise.all(Array.from({ length: atOnce }, runner))
}

/** People who have asked and hold a mail. */
export async function mailed(
  rig: Rig,
  people: number | readonly string[],
  headersFor: (nth: number) => Record<string, string> = () => ({}),
): Promise<Mailed[]> {
  const emails = typeof people === 'number' ? await rig.people.add(people) : people
  const since = rig.sink.deliveries.length
  const requests = new Map<string, string>()
  await each(emails, 8, async (email, nth) => {
    const { data } = await rig.driver.ask(email, { headers: headersFor(nth) })
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
  const mails = newest()
  return emails.map((email) => ({
    email,
    requestId: requests.get(email) ?? '',
    token: mails.get(email)?.token ?? '',
    code: mails.get(email)?.code ?? '',
  }))
}
