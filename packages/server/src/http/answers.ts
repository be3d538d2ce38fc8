import { type PublicRefusal, publicCodes, restRefusal } from '@latchkey/api/server'

const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

export function success(body: object): Response {
  return Response.json(body, { headers })
}

export function refusal(
  given: PublicRefusal,
  status: number = publicCodes[given.code],
  more: Record<string, string> = {},
): Response {
  const { retryAfterSeconds } = given
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return Response.json(restRefusal(given, status), {
    status,
    headers: { ...headers, ...wait, ...more },
  })
}
