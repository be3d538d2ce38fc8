import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { type DeliveredEmail, tokenIn } from './kit/post-office.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

const RACES = 200
/** Against hanging, as the bound of other tests: one race after the other takes a busy machine longer. */
const LONGEST_MS = 900_000

let testbed: Testbed
let servers: [ServerProcess, ServerProcess]

beforeAll(async () => {
  testbed = await openTestbed({ LOG_LEVEL: 'warn' })
  servers = await Promise.all([testbed.start(), testbed.start()])
  await testbed.addAccount('ada@example.test')
})
afterAll(() => testbed.close())

type Racer = { email: string; requestId: string; mail: DeliveredEmail }

/** Users who have requested a reset and got their email. */
async function racers(kind: string): Promise<Racer[]> {
  const emails = Array.from({ length: RACES }, (_, i) => `${kind}-${i}@example.test`)
  await testbed.rows(
    `insert into account (id, email, email_canonical, password_hash)
     select gen_random_uuid(), e, e, (select password_hash from account where email = 'ada@example.test')
     from unnest($1::text[]) e`,
    [emails],
  )
  const requested: Omit<Racer, 'mail'>[] = []
  for (const [i, email] of emails.entries()) {
    const answer = await call(servers[i % 2 ? 0 : 1], 'recovery.request', { email })
    expect(answer.status).toBe(200)
    requested.push({ email, requestId: answer.data.requestId ?? '' })
  }
  return Promise.all(
    requested.map(async (racer) => ({
      ...racer,
      mail: await testbed.postOffice.emailTo(racer.email),
    })),
  )
}

test(
  `one code, sent to two servers at once, ${RACES} times: one ticket each time`,
  async () => {
    for (const { requestId, mail } of await racers('code')) {
      const guess = { requestId, code: mail.code }
      const answers = await Promise.all(
        servers.map((server) => call(server, 'recovery.verifyCode', guess)),
      )
      expect(answers.map((answer) => answer.code ?? 'verified').sort()).toEqual([
        'INVALID_OR_EXPIRED',
        'verified',
      ])
    }
    const [tickets] = await testbed.rows(`select count(*)::int from secret where kind = 'ticket'`)
    expect(tickets).toEqual({ count: RACES })
  },
  LONGEST_MS,
)

test(
  `one link, spent at two servers at once, ${RACES} times: one password each time`,
  async () => {
    for (const [race, { email, mail }] of (await racers('link')).entries()) {
      const passwords = [`left ${race} grey heron`, `right ${race} grey heron`]
      const token = tokenIn(mail.link)
      const answers = await Promise.all(
        servers.map((server, i) =>
          call(server, 'recovery.reset', { token, newPassword: passwords[i] }),
        ),
      )
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400])
      if (race % 20 === 0) {
        const winner = answers.findIndex((answer) => answer.status === 200)
        const signIns = await Promise.all(
          [winner, 1 - winner].map((i) =>
            call(servers[0], 'session.signIn', { email, password: passwords[i] }),
          ),
        )
        expect(signIns.map((answer) => answer.status)).toEqual([200, 401])
      }
    }
    const [changed] = await testbed.rows(
      `select count(*)::int, max(credential_version) from account where email like 'link-%'`,
    )
    expect(changed).toEqual({ count: RACES, max: 2 })
    // A job that is done is gone; the message it became has its id.
    const [notices] = await testbed.rows(
      `select count(*)::int from (
       select id from message where kind = 'password-changed'
       union
       select id from outbox_job where kind = 'password-changed'
     ) notice`,
    )
    expect(notices).toEqual({ count: RACES })
  },
  LONGEST_MS,
)
