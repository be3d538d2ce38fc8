import { objectIn, textOf } from '../http-answer.ts'
import type { OutgoingEmail } from '../smtp/outgoing-email.ts'
import { type KeyFinding, type MailService, NotSent, type ServiceAnswer } from './mail-service.ts'

type Fields = Record<string, unknown>

/** A service that takes one POST for each email. */
export type HttpService = Pick<MailService, 'name' | 'keepsKeys' | 'secrets'> & {
  /** Scheme and host. */
  origin: string
  path: string
  headers(key: string): Record<string, string>
  /** Sent as JSON, or as a form. */
  body(email: OutgoingEmail, key: string): object | FormData
  /** Takes the answer's fields apart. */
  read(answer: Fields): { code?: unknown; text?: unknown }
  /** A GET that needs the key and changes nothing. */
  whoAmI: {
    path: string
    /** What is not said by the status and the table of answers. */
    finding?(status: number, answer: Fields): KeyFinding | undefined
  }
}

type Call = { path: string; headers: Record<string, string>; body?: object | FormData | undefined }

export function openHttpService(service: HttpService): MailService {
  const { name, keepsKeys, secrets, origin } = service

  async function call(
    { path, headers, body }: Call,
    signal: AbortSignal,
  ): Promise<{ answer: ServiceAnswer; fields: Fields }> {
    const response = await fetch(requestFor(`${origin}${path}`, { headers, body }), { signal })
    // The status has said what became of the call, even if the words are cut off.
    const text = await textOf(response).catch(() => '')
    const fields = objectIn(text)
    const read = service.read(fields)
    const answer = {
      status: response.status,
      code: asText(read.code),
      text: asText(read.text) || text || response.statusText,
      retryAfterSeconds: secondsIn(response.headers.get('retry-after')),
    }
    return { answer, fields }
  }

  return {
    ...{ name, keepsKeys, secrets, host: new URL(origin).host },
    async send(email, { key, signal }) {
      const { path } = service
      const parts = { path, headers: service.headers(key), body: service.body(email, key) }
      return (await call(parts, signal)).answer
    },
    async whoAmI(callMs) {
      const signal = AbortSignal.timeout(callMs)
      const { path, finding } = service.whoAmI
      const { answer, fields } = await call({ path, headers: service.headers('') }, signal)
      return { ...answer, finding: finding?.(answer.status, fields) }
    },
    close() {},
  }
}

/** What the platform does not take, such as a letter that no header may have, it refuses here. */
function requestFor(url: string, { headers, body }: Omit<Call, 'path'>): Request {
  const isJson = body !== undefined && !(body instanceof FormData)
  try {
    return new Request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(isJson && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      // The key is for the configured host alone.
      redirect: 'manual',
    })
  } catch (error) {
    throw new NotSent(error)
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : undefined
}
