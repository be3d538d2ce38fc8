export type RestAnswer = {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
}

/** One REST call, as any program would make it. */
export async function rest(
  server: { url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<RestAnswer> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
  const text = await response.text()
  const parsed = text.startsWith('{') ? JSON.parse(text) : {}
  return { status: response.status, headers: response.headers, text, body: parsed }
}
