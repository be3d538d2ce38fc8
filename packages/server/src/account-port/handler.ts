import type { IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { type CallName, calls, LONGEST_CALL } from './wire.ts'

/*
 * The side of an application whose users are not in the same PostgreSQL, for Node. Latchkey itself does not use it. It
 * needs this file, `wire.ts` and the packages `standardwebhooks` and `zod`.
 */

/** An account, as the application has it. */
export type HostAccount = {
  id: string | number
  email: string | null
  /** Whether it may sign in. */
  alive: boolean
  hasPassword: boolean
  /** Anything that differs after every change of the password: a counter, a date, a digest of the hash. */
  version: string | number
  locale?: string | null
}

/** A change of a password that the application makes if `ifVersion` is still the version of the account. */
export type HostChange = {
  changeId: string
  id: string
  ifVersion: string
  /** In clear: hash it as your registration does, and log it nowhere. */
  password: string
  why: 'reset' | 'not-me'
}

/**
 * What the application writes: functions that Latchkey calls in the same process (`accounts: { host }` of `createLatchkey`),
 * or over HTTP with {@link accountHandler}. If one of them throws, the call is tried again later.
 */
export type AccountHost = {
  /** All accounts with one of these addresses. They are in lower case: compare `lower(email)`. */
  lookup(addresses: string[]): Promise<HostAccount[]>
  /** One account, or nothing if there is none with this id. */
  look(id: string): Promise<HostAccount | null | undefined>
  /**
   * In one transaction: remembers `changeId`, sets the password with `where id = … and version = …`, and ends the
   * sessions. If `changeId` is remembered already, or no row has that version, it changes nothing: `stale`. `unknown`:
   * there is no such account.
   */
  change(change: HostChange): Promise<'changed' | 'stale' | 'unknown'>
  /**
   * Whether a change was made in the last 24 hours. If not, it remembers the id, so that `change` refuses a call that
   * was on its way.
   */
  settled(changeId: string): Promise<'changed' | 'unknown'>
}

/** What {@link accountHandler} needs. */
export type HandlerOptions = {
  host: AccountHost
  /** `whsec_…`, several while the secret is changed. */
  secrets: readonly string[]
  onError?: (error: unknown) => void
}

type Answered = { status: number; body: object }

/**
 * Answers the four calls at any path that ends with their names. Put it before parsers of bodies: the signature is of
 * the bytes.
 */
export function accountHandler(options: HandlerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(options, request).catch((error: unknown): Answered => {
      options.onError?.(error)
      return { status: 500, body: { status: 'failed' } }
    })
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }
}

async function answer(
  { host, secrets }: HandlerOptions,
  request: IncomingMessage,
): Promise<Answered> {
  const name = new URL(request.url ?? '/', 'http://localhost').pathname.split('/').at(-1) ?? ''
  if (request.method !== 'POST' || !isCall(name))
    return { status: 404, body: { status: 'no such call' } }
  const text = await textOf(request)
  if (text === undefined) return { status: 413, body: { status: 'too long' } }
  if (!isSigned(text, request, secrets))
    return { status: 401, body: { status: 'signature refused' } }
  const given = calls[name].given.safeParse(JSON.parse(text))
  if (!given.success) return { status: 400, body: { status: 'not as agreed' } }
  return perform(host, name, given.data)
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

function isSigned(text: string, { headers }: IncomingMessage, secrets: readonly string[]): boolean {
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  )
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(text, own)
      return true
    } catch {
      return false
    }
  })
}

async function perform(host: AccountHost, name: CallName, given: object): Promise<Answered> {
  if (name === 'lookup') {
    const { addresses } = calls.lookup.given.parse(given)
    return { status: 200, body: { accounts: await host.lookup(addresses) } }
  }
  if (name === 'look') {
    const account = await host.look(calls.look.given.parse(given).id)
    return account ? { status: 200, body: account } : { status: 404, body: { status: 'unknown' } }
  }
  if (name === 'settled') {
    const status = await host.settled(calls.settled.given.parse(given).changeId)
    return { status: 200, body: { status } }
  }
  const { endSessions: _, ...change } = calls.change.given.parse(given)
  const status = await host.change(change)
  return { status: { changed: 200, stale: 409, unknown: 404 }[status], body: { status } }
}

/** `undefined`: it is too long. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > LONGEST_CALL) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
