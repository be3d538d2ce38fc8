import { parseToken, type Secrets, type TokenDigest } from '@latchkey/core'
import {
  OPERATOR_IDLE_MINUTES,
  OPERATOR_LINK_MINUTES,
  type OperatorEntryStore,
  type OperatorSession,
} from '@latchkey/db'
import { BACKGROUND_HEADER, type CurrentSession } from '@latchkey/operator'
import type { OperatorEntry } from '@latchkey/operator/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createRefusalLimit } from '../http/refusal-limit.ts'
import type { ChangesHub } from './changes.ts'
import { takeEndOfAll, takeLink } from './handed-links.ts'

type Parts = {
  store: OperatorEntryStore
  secrets: Secrets
  changes: Pick<ChangesHub, 'end'>
  /** What the page is told besides who entered. */
  facts: Omit<CurrentSession, 'operator' | 'entry' | 'enteredAt' | 'expiresAt' | 'idleSeconds'>
  /** The address of the page. */
  url: string
  /** Where links are handed over that could not be stored. `undefined`: all could. */
  handedIn: string | undefined
}

const PROXY_NOTED_MS = 8 * 3_600_000
const MOST_NOTED = 1_000

/** Browsers accept a __Host- cookie over https only, so plain http on localhost needs another name. */
function operatorCookieName(url: string): string {
  return url.startsWith('https:') ? '__Host-latchkey-operator' : 'latchkey-operator'
}

/** Who calls: by the cookie that a link was exchanged for, or by the proxy. */
export function createEntry({ store, secrets, changes, facts, url, handedIn }: Parts) {
  const cookie = operatorCookieName(url)
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: url.startsWith('https:'),
  } as const
  const refusals = createRefusalLimit()
  const noted = new Map<string, number>()

  function digestIn(request: FastifyRequest): TokenDigest | undefined {
    const token = parseToken(request.cookies[cookie] ?? '')
    return token && secrets.tokenDigest(token)
  }

  function byLink({ operator, enteredAt, expiresAt }: OperatorSession): CurrentSession {
    return {
      ...facts,
      ...{ operator, entry: 'link' },
      enteredAt: enteredAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      idleSeconds: OPERATOR_IDLE_MINUTES * 60,
    }
  }

  async function byProxy(operator: string): Promise<CurrentSession> {
    const now = Date.now()
    if ((noted.get(operator) ?? 0) < now - PROXY_NOTED_MS) {
      if (noted.size >= MOST_NOTED) noted.clear()
      noted.set(operator, now)
      await store.noteProxyEntry(operator)
    }
    return {
      ...facts,
      operator,
      entry: 'proxy',
      enteredAt: null,
      expiresAt: null,
      idleSeconds: null,
    }
  }

  /** One that was handed over becomes one like the others. */
  async function storeHanded(digest: TokenDigest): Promise<void> {
    const handed = handedIn === undefined ? undefined : takeLink(handedIn, digest)
    if (!handed) return
    const minutes = Math.ceil(OPERATOR_LINK_MINUTES - handed.ageMinutes)
    await store.issueLink({ digest, operator: handed.operator, minutes })
  }

  async function endHanded(): Promise<void> {
    const end = handedIn === undefined ? undefined : takeEndOfAll(handedIn)
    if (end) await store.endAll(end)
  }

  function entryOf(request: FastifyRequest, reply: FastifyReply): OperatorEntry {
    let current: Promise<CurrentSession | undefined> | undefined
    async function find(): Promise<CurrentSession | undefined> {
      if (request.namedByProxy !== undefined) return byProxy(request.namedByProxy)
      const digest = digestIn(request)
      if (!digest) return undefined
      await endHanded()
      const isBackground = request.headers[BACKGROUND_HEADER] !== undefined || isStream(request)
      const session = await store.find(digest, !isBackground)
      return session && byLink(session)
    }
    return {
      current() {
        current ??= find()
        return current
      },
      async enter(text) {
        const caller = request.ip
        const retryAfterSeconds = refusals.secondsToWait(caller)
        if (retryAfterSeconds > 0) return { status: 'limited', retryAfterSeconds }
        const token = parseToken(text)
        if (!token) {
          refusals.add(caller)
          return { status: 'refused', link: 'unknown' }
        }
        const linkDigest = secrets.tokenDigest(token)
        await endHanded()
        await storeHanded(linkDigest)
        const session = secrets.newToken()
        const sessionDigest = secrets.tokenDigest(session)
        // The browser's previous session ends, so that no session id survives.
        const formerDigest = digestIn(request)
        const exchanged = await store.exchange({ linkDigest, sessionDigest, formerDigest })
        if (exchanged.status === 'refused') {
          refusals.add(caller)
          request.log.warn({ event: 'operator.link-refused', reason: exchanged.reason })
          return { status: 'refused', link: exchanged.reason }
        }
        if (formerDigest) changes.end(formerDigest)
        const { operator } = exchanged.session
        request.log.info({ event: 'operator.entered', operator })
        const maxAge = Math.floor((exchanged.session.expiresAt.getTime() - Date.now()) / 1_000)
        reply.setCookie(cookie, session, { ...attributes, maxAge })
        return { status: 'entered', session: byLink(exchanged.session) }
      },
      async leave() {
        const digest = digestIn(request)
        if (digest) {
          await store.end(digest)
          changes.end(digest)
        }
        reply.clearCookie(cookie, attributes)
      },
    }
  }

  return { entryOf, digestIn }
}

/** The stream of changes is open for hours, whether anybody looks at it or not. */
function isStream(request: FastifyRequest): boolean {
  return request.routeOptions.config.isStream === true
}
