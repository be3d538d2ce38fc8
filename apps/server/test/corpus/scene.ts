import { randomInt, randomUUID } from 'node:crypto'
import { type EmailAddress, parseEmailAddress, type Token } from '@latchkey/core'
import { expect } from 'vitest'
import { type DeliveredEmail, tokenIn } from '../kit/post-office.ts'
import { callApi, type Op, type Reply } from './apis.ts'
import type { Api, Case } from './cases.ts'
import type { Corpus } from './corpus.ts'
import { eventually } from './eventually.ts'

export type Live = { email: string; requestId: string; token: string; code: string }

type How = {
  /** The client's address; a new one when absent. */
  from?: string
  server?: { url: string }
  headers?: Record<string, string>
  api?: Api
  /** 503 is an answer like any other. */
  mayBeAway?: boolean
}

/** One case with one API. It has its own domain for accounts, and its own client addresses. */
export type Scene = ReturnType<typeof openScene>

let clients = 0

export function openScene(corpus: Corpus, spec: Case, api: Api) {
  const tag = `${spec.id}${api}`.toLowerCase().replaceAll('-', '')
  const mine = `%.${tag}.test`
  const { rows } = corpus.testbed

  /** Moves the names `…ple.test` of the corpus, in any spelling, into the domain of this scene. */
  const localise = (text: string) =>
    text.replace(/ple\.test/gi, (name) => `${name.slice(0, 3)}.${tag}${name.slice(3)}`)
  const email = (name: string) => `${name}@example.${tag}.test`
  const client = () => {
    clients += 1
    return `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`
  }

  async function send(op: Op, body: unknown, how: How = {}): Promise<Reply> {
    const { url } = how.server ?? corpus.servers[0]
    const headers = { 'x-forwarded-for': how.from ?? client(), ...how.headers }
    const request = () => callApi(how.api ?? api, op, { url, headers }, body)
    const first = await request()
    if (first.status !== 503 || how.mayBeAway) return first
    // A machine that is too busy to hash in time refuses all callers. Such calls are repeated.
    return eventually(async () => {
      const reply = await request()
      expect(reply.status, reply.text).not.toBe(503)
      return reply
    })
  }

  async function account(
    name = 'victim',
    { status = 'active', address = email(name) }: { status?: string; address?: string } = {},
  ): Promise<string> {
    const canonical = parseEmailAddress(address)?.canonical
    await rows(
      `insert into account (id, email, email_canonical, password_hash, status)
       values (gen_random_uuid(), $1, $2, $3, $4) on conflict do nothing`,
      [address, canonical, corpus.oldHash, status],
    )
    return address
  }

  /** An account with a request and its email. */
  async function live(name = 'victim'): Promise<Live> {
    const address = await account(name)
    const before = emailsTo(address).length
    const answer = await send('forgot', { email: address })
    const mail = await emailTo(address, before + 1)
    return {
      email: address,
      requestId: String(answer.data.requestId),
      token: tokenIn(mail.link),
      code: mail.code,
    }
  }

  /** The same without the email, for cases that need many: it inserts the rows that a delivery leaves. */
  async function mint(
    address: string,
    { code = String(randomInt(1_000_000)).padStart(6, '0'), seconds = 600 } = {},
  ): Promise<Live> {
    const requestId = randomUUID()
    const token = corpus.secrets.newToken()
    const digests = [
      corpus.secrets.tokenDigest(token),
      corpus.secrets.codeDigest(requestId, code as never),
    ]
    const parsed = addressOf(address)
    await rows(
      `insert into recovery_request (id, email_canonical, address_digest, client_digest, closes_at)
       values ($1, $2, $3, $3, clock_timestamp() + interval '2 hours')`,
      [requestId, parsed.canonical, corpus.secrets.addressDigest(parsed)],
    )
    for (const [i, kind] of (['link', 'code'] as const).entries()) {
      await rows(
        `insert into secret (digest, kind, request_id, account_id, credential_version, expires_at)
         select $1, $2, $3, id, credential_version, clock_timestamp() + make_interval(secs => $5)
         from account where email_canonical = $4`,
        [digests[i], kind, requestId, parsed.canonical, seconds],
      )
    }
    return { email: address, requestId, token, code }
  }

  const emailsTo = (address: string): DeliveredEmail[] =>
    corpus.mail.delivered.filter(({ recipients }) => recipients.includes(address))

  /** Waits for the newest email to an address. */
  const emailTo = (address: string, atLeast = 1): Promise<DeliveredEmail> =>
    corpus.mail.emailTo(address, { atLeast })

  /** Resolves when no email of this scene waits. */
  function settled(): Promise<void> {
    return eventually(async () => {
      const waiting = await rows(
        `select kind from outbox_job
         where payload->>'requestId' in (select id::text from recovery_request where email_canonical like $1)
           or payload->>'accountId' in (select id::text from account where email_canonical like $1)`,
        [mine],
      )
      expect(waiting).toEqual([])
    })
  }

  /** Moves the requests for emails to an address into the past. */
  async function later(address: string, hours: number): Promise<void> {
    const parsed = addressOf(address)
    await rows(
      `update limiter_bucket
       set hits = array(select hit - make_interval(hours => $2) from unnest(hits) as hit order by hit)
       where limit_name = 'mail-by-address' and subject = $1`,
      [corpus.secrets.addressDigest(parsed), hours],
    )
  }

  /** As if sixteen sign-ins of new clients to an address had just failed. */
  async function manyFailed(address: string): Promise<void> {
    await rows(
      `update limiter_bucket set hits = array_fill(clock_timestamp(), array[16])
       where limit_name = 'sign-in-by-address' and subject = $1`,
      [corpus.secrets.addressDigest(addressOf(address))],
    )
  }

  return {
    corpus,
    spec,
    api,
    tag,
    mine,
    rows,
    localise,
    email,
    client,
    send,
    account,
    live,
    mint,
    settled,
    later,
    manyFailed,
    emailTo,
    emailsTo,
    goodPassword,
    other: corpus.servers[1],
    reset: (token: string, newPassword: unknown, how: How = {}) =>
      send('reset', { token, newPassword, confirmPassword: newPassword }, how),
    /** REST confirms a code in one step; tRPC exchanges it for a ticket. */
    tryCode: (requestId: string, code: unknown, how: How = {}) =>
      send('code_verify', codeBody(how.api ?? api, { requestId, code }), how),
    signIn: (address: string, password: string, how: How = {}) =>
      send('signin', { email: address, password }, { ...how, api: 'trpc' }),
    session: (cookie: string, how: How = {}) =>
      send('session', undefined, { ...how, api: 'trpc', headers: { cookie } }),
    async hashes(): Promise<unknown[]> {
      return rows(
        `select email, password_hash, credential_version, status from account
         where email_canonical like $1 order by email`,
        [mine],
      )
    },
    async requests(): Promise<number> {
      const [count] = await rows<{ n: number }>(
        'select count(*)::int as n from recovery_request where email_canonical like $1',
        [mine],
      )
      return count?.n ?? 0
    },
    async tries(requestId: string): Promise<number | undefined> {
      const [row] = await rows<{ tries: number }>(
        'select tries from recovery_request where id = $1',
        [requestId],
      )
      return row?.tries
    },
    async secretsOf(kind: 'link' | 'code' | 'ticket', address: string) {
      return rows<{ digest: Buffer; spent_at: Date | null; expires_at: Date }>(
        `select s.* from secret s join account a on a.id::text = s.account_id
         where s.kind = $1 and a.email = $2 order by s.created_at`,
        [kind, address],
      )
    },
    async expire(kind: 'link' | 'code' | 'ticket', address: string): Promise<void> {
      await rows(
        `update secret set expires_at = clock_timestamp() - interval '1 second'
         where kind = $1 and account_id = (select id::text from account where email = $2)`,
        [kind, address],
      )
    },
    digestOf: (token: string) => corpus.secrets.tokenDigest(token as Token),
  }
}

export function codeBody(api: Api, body: object): object {
  const password = goodPassword()
  return api === 'trpc' ? body : { ...body, newPassword: password, confirmPassword: password }
}

const words = 'amber otter velvet lantern copper meadow thistle harbor walnut saffron'.split(' ')

export function goodPassword(): string {
  return Array.from({ length: 5 }, () => `${words[randomInt(words.length)]}${randomInt(90)}`).join(
    ' ',
  )
}

export function wrongCode(code: string, n = 1): string {
  return String((Number(code) + n) % 1_000_000).padStart(6, '0')
}

function addressOf(text: string): EmailAddress {
  const address = parseEmailAddress(text)
  if (!address) throw new Error(`${text} is not an email address`)
  return address
}
