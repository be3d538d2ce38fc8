import { AnswerTooLong, objectIn, textOf } from '../http-answer.ts'
import type { OutgoingEmail } from '../smtp/outgoing-email.ts'
import {
  AnswerCutOff,
  type KeyFinding,
  type MailService,
  NotComposed,
  NotSent,
} from './mail-service.ts'

type Fields = Record<string, unknown>

/** A service that takes one POST for each email. */
export type HttpService = Pick<MailService, 'name' | 'keepsKeys' | 'secrets'> & {
  /** Scheme and host. */
  origin: string
  path: string
  headers(key: string): Record<string, string>
  /** Sent as JSON, or as a form. */
  body(email: OutgoingEmail, key: string): object | FormData
  /** Takes an answer apart. `id`: what the service gave an email that it took. */
  read(
    answer: Fields,
    response: Pick<Response, 'status' | 'headers'>,
  ): { code?: unknown; text?: unknown; id?: unknown }
  /** A GET that needs the key and changes nothing. */
  whoAmI: {
    path: string
    /** Whether a success has what the service documents: other servers answer with objects too. */
    isGenuine(answer: Fields): boolean
    /** What is not said by the status and the table of answers. */
    finding?(status: number, answer: Fields): KeyFinding | undefined
  }
}

type Call = { path: string; headers: Record<string, string>; body?: object | FormData | undefined }

export function openHttpService(service: HttpService): MailService {
  const { name, keepsKeys, secrets, origin } = service

  async function call({ path, ...parts }: Call, signal: AbortSignal) {
    const response = await fetch(requestFor(`${origin}${path}`, parts), { signal })
    const { body, isWhole } = await bodyOf(response)
    const fields = objectIn(body)
    const read = service.read(fields, response)
    // No service gives a number. A server that stores what it is sent does.
    const id = typeof read.id === 'string' ? read.id : ''
    // A refusal is said by its status, even if the words are cut off.
    if (response.ok && !isWhole && id === '') throw new AnswerCutOff(response.status)
    const answer = {
      status: response.status,
      code: asText(read.code),
      text: id || asText(read.text) || body || response.statusText,
      retryAfterSeconds: secondsIn(response.headers.get('retry-after')),
    }
    return { answer, fields, gaveId: id !== '' }
  }

  return {
    ...{ name, keepsKeys, secrets, host: new URL(origin).host },
    async send(email, { key, signal }) {
      const { path } = service
      const parts = { path, headers: service.headers(key), body: bodyFor(service, email, key) }
      const { answer, gaveId } = await call(parts, signal)
      return { ...answer, isGenuine: gaveId }
    },
    async whoAmI(callMs) {
      const signal = AbortSignal.timeout(callMs)
      const { path, isGenuine, finding } = service.whoAmI
      const { answer, fields } = await call({ path, headers: service.headers('') }, signal)
      const found = finding?.(answer.status, fields)
      return { ...answer, isGenuine: isGenuine(fields), finding: found }
    },
    close() {},
  }
}

function bodyFor(service: HttpService, email: OutgoingEmail, key: string): object | FormData {
  try {
    return service.body(email, key)
  } catch (error) {
    throw new NotComposed(error)
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

async function bodyOf(response: Response): Promise<{ body: string; isWhole: boolean }> {
  try {
    return { body: await textOf(response), isWhole: true }
  } catch (error) {
    return { body: '', isWhole: error instanceof AnswerTooLong }
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : undefined
}
