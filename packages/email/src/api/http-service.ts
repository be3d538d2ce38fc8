import { objectIn, textOf } from '../http-answer.ts'
import type { OutgoingEmail } from '../smtp/outgoing-email.ts'
import type { MailService, ServiceAnswer } from './mail-service.ts'

/** A service that takes one POST for each email. */
export type HttpService = Pick<MailService, 'name' | 'keepsKeys' | 'secrets'> & {
  /** Scheme and host. */
  origin: string
  path: string
  headers(key: string): Record<string, string>
  /** Sent as JSON, or as a form. */
  body(email: OutgoingEmail, key: string): object | FormData
  /** Takes the answer's fields apart. */
  read(answer: Record<string, unknown>): { code?: unknown; text?: unknown }
}

export function openHttpService(service: HttpService): MailService {
  const { name, keepsKeys, secrets, origin } = service
  return {
    ...{ name, keepsKeys, secrets, host: new URL(origin).host },
    async send(email, { key, signal }): Promise<ServiceAnswer> {
      const body = service.body(email, key)
      const isForm = body instanceof FormData
      const response = await fetch(`${origin}${service.path}`, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          ...(!isForm && { 'content-type': 'application/json' }),
          ...service.headers(key),
        },
        body: isForm ? body : JSON.stringify(body),
        // The key is for the configured host alone.
        redirect: 'manual',
        signal,
      })
      // The status has said what became of the email, even if the words are cut off.
      const text = await textOf(response).catch(() => '')
      const read = service.read(objectIn(text))
      return {
        status: response.status,
        code: asText(read.code),
        text: asText(read.text) || text || response.statusText,
        retryAfterSeconds: secondsIn(response.headers.get('retry-after')),
      }
    },
    close() {},
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : undefined
}
