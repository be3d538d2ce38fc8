/** A password of 256 characters, an address and a token have room in it. */
const LONGEST_BODY = 16 * 1024

export type Body = { text: string } | { problem: 'too long' | 'read before' }

/** The body of a request, unless it is longer than any call needs. */
export async function readBody(request: Request): Promise<Body> {
  if (request.method === 'GET' || request.method === 'HEAD') return { text: '' }
  if (request.bodyUsed) return { problem: 'read before' }
  if (Number(request.headers.get('content-length')) > LONGEST_BODY) return { problem: 'too long' }
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done || value === undefined) break
    size += value.length
    if (size > LONGEST_BODY) {
      await reader?.cancel()
      return { problem: 'too long' }
    }
    chunks.push(value)
  }
  return { text: Buffer.concat(chunks).toString('utf8') }
}

/** Content types that a form of another site can send without a CORS preflight are no JSON. */
export function isJson(contentType: string | null | undefined): boolean {
  return /^application\/json\s*(?:;\s*charset=["']?utf-?8["']?\s*)?$/i.test(contentType ?? '')
}
