/*
 * What a function under test answered: an outcome of Latchkey, a `Response`, the value of a tRPC client, or what it threw.
 */

export type Answered = { succeeded: boolean; shown: unknown }

/** Calls it, and puts the answer into a form that can be compared: without what differs between any two calls. */
export async function answerOf(call: () => unknown): Promise<Answered> {
  try {
    const value = await call()
    if (value instanceof Response) return ofResponse(value)
    const succeeded = Reflect.get(Object(value), 'status') !== 'refused'
    return { succeeded, shown: leveled(value) }
  } catch (error) {
    const { message, data } = Object(error) as { message?: unknown; data?: unknown }
    return { succeeded: false, shown: leveled({ message, data }) }
  }
}

async function ofResponse(response: Response): Promise<Answered> {
  const headers = Object.fromEntries(response.headers)
  // Of every server, and of no account.
  delete headers.date
  const body = await response.clone().text()
  return { succeeded: response.ok, shown: leveled({ status: response.status, headers, body }) }
}

const differing: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
]

function leveled(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'undefined'
  return differing.reduce((all, [pattern, name]) => all.replaceAll(pattern, name), text)
}
