/** One tRPC call over HTTP, as any program would make it. */
export type Answer = {
  status: number
  headers: Headers
  body: string
  /** The result's data, where it was a success. */
  data: Record<string, string>
  /** The public code, where it was refused. */
  code: string | undefined
  details: Record<string, unknown>
}

export async function call(
  server: { url: string },
  procedure: string,
  input?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof input === 'string' ? input : JSON.stringify(input ?? {}),
  })
  return answerOf(response)
}

export async function query(
  server: { url: string },
  procedure: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(await fetch(`${server.url}/trpc/${procedure}`, { headers }))
}

async function answerOf(response: Response): Promise<Answer> {
  const body = await response.text()
  const parsed = JSON.parse(body)
  return {
    status: response.status,
    headers: response.headers,
    body,
    data: parsed.result?.data ?? {},
    code: parsed.error?.message,
    details: parsed.error?.data ?? {},
  }
}

/** The cookie a browser would send next time. */
export function cookieFrom(answer: Pick<Answer, 'headers'>): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
