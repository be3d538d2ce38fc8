import { describe, expect, test } from 'vitest'
import { HandoverFailed } from '../handover.ts'
import { jobKinds, secondsUntilRetry } from '../job.ts'
import type { DeliveryJob } from '../ports/index.ts'
import {
  clientAt,
  codeIn,
  isRecoveryEmail,
  linkIn,
  NEW_PASSWORD,
  openTestbed,
  tokenOf,
} from '../testing/index.ts'

const client = clientAt('198.51.100.7')

describe('a recovery email', () => {
  test('goes to the registered address, with everything it has to say', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@EXÄMPLE.test', { locale: 'en' })
    const requestedAt = testbed.clock.now()
    await testbed.request('ADA@xn--exmple-cua.test')
    testbed.clock.pass({ seconds: 30 })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])

    const [message] = testbed.mailer.sent
    expect(message).toEqual({
      kind: 'recovery',
      id: expect.any(String),
      to: 'Ada@xn--exmple-cua.test',
      login: 'Ada@EXÄMPLE.test',
      locale: 'en',
      link: expect.stringMatching(/^https:\/\/latchkey\.test\/link#token=[\w-]{43}$/),
      code: expect.stringMatching(/^\d{6}$/),
      requestId: expect.any(String),
      requestedAt,
      mintedAt: new Date('2030-01-01T00:00:30Z'),
      linkExpiresAt: new Date('2030-01-01T01:00:30Z'),
      codeExpiresAt: new Date('2030-01-01T00:10:30Z'),
      device: 'Firefox on Linux',
      requestedIn: 'en-GB',
      timeZone: 'Europe/London',
    })
  })

  test.each([
    ['the account, whatever the browser prefers', 'pt', 'de', 'pt-BR'],
    ['the browser, if the account names none', undefined, 'de-AT', 'de'],
    ['the default, if neither names one that we have', undefined, 'nl', 'ja'],
  ])('is in the language of %s', async (_, account, browser, spoken) => {
    const testbed = openTestbed({ defaultLocale: 'ja' })
    await testbed.addAccount('ada@example.test', account ? { locale: account } : {})
    await testbed.request('ada@example.test', { ...client, locale: browser })
    await testbed.deliverAll()
    expect(testbed.mailer.sent).toMatchObject([{ locale: spoken }])
  })

  test('carries secrets that are valid when it leaves, and that neither queue nor log holds', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    const queued = JSON.stringify(testbed.tables.jobs)
    await testbed.deliverAll()
    const [message] = testbed.recoveryEmails()
    if (!message) throw new Error('There is no email')

    const token = linkIn(message)
    expect((await testbed.recovery.verifyToken({ token }, client)).status).toBe('verified')
    expect(queued).not.toContain(token)
    expect(queued).not.toContain(message.code)
    const log = JSON.stringify(testbed.events)
    expect(log).toContain('a…@example.test')
    for (const secret of [token, message.code, 'ada@example.test'])
      expect(log).not.toContain(secret)
  })

  test('whose job had to wait gets full lifetimes, but not beyond the end of the request', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const { requestId } = await testbed.request('ada@example.test')
    testbed.clock.pass({ minutes: 59 })
    await testbed.deliverAll()
    await testbed.recovery.resend(requestId, client)
    testbed.clock.pass({ minutes: 56 })
    await testbed.deliverAll()
    const until = (time: string) => new Date(`2030-01-01T${time}Z`)
    expect(testbed.recoveryEmails()).toMatchObject([
      { linkExpiresAt: until('01:59:00'), codeExpiresAt: until('01:09:00') },
      {
        mintedAt: until('01:55:00'),
        linkExpiresAt: until('02:00:00'),
        codeExpiresAt: until('02:00:00'),
      },
    ])
  })

  test.each([
    ['its request is over', { linkLifetimeMinutes: 5 }, 65],
    ['it waited an hour', {}, 60],
  ])('is no longer sent when %s', async (_, policy, minutes) => {
    const testbed = openTestbed(policy)
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    testbed.clock.pass({ minutes })
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect(testbed.mailer.tried).toEqual([])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.dead', answer: 'expired' })
  })
})

describe('no email is sent', () => {
  test.each([
    ['at an address without an account', 'nobody@example.test', 'no-account'],
    ['at a look-alike of one', 'ada@ex\u0430mple.test', 'no-account'],
    ['at a tag of one', 'ada+x@example.test', 'no-account'],
    ['whose account is disabled', 'disabled@example.test', 'disabled'],
  ])('%s', async (_, email, reason) => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const disabled = await testbed.addAccount('disabled@example.test')
    disabled.status = 'disabled'
    await testbed.request(email)
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
    expect(testbed.mailer.tried).toEqual([])
    expect(testbed.tables.secrets).toEqual([])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.suppressed', reason })
  })
})

describe('an account without a password, or an address without an account,', () => {
  const common = {
    id: expect.any(String),
    requestId: expect.any(String),
    requestedAt: new Date('2030-01-01T00:00:00Z'),
    device: 'Firefox on Linux',
    requestedIn: 'en-GB',
    timeZone: 'Europe/London',
    locale: 'en',
  }

  test('gets an email on how to sign in, without link or code', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@example.test', { password: null })
    await testbed.request('ada@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    const addressed = { to: 'Ada@example.test', login: 'Ada@example.test' }
    expect(testbed.mailer.sent).toEqual([{ kind: 'no-password', ...common, ...addressed }])
    expect(testbed.tables.secrets).toEqual([])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.handed-over',
      kind: 'no-password',
    })
  })

  test('gets an email that says so once a day, if the operator wants it', async () => {
    const testbed = openTestbed({ emailNoAccount: true })
    await testbed.request('Nobody@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    const to = 'nobody@example.test'
    expect(testbed.mailer.sent).toMatchObject([{ kind: 'no-account', ...common, to }])
    testbed.clock.pass({ hours: 23 })
    await testbed.request('nobody@example.test')
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
    testbed.clock.pass({ hours: 1 })
    await testbed.request('nobody@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
  })
})

describe('a hand-over that fails', () => {
  test('for now is repeated with a link and a code of its own, and all of them work', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const { requestId } = await testbed.request('ada@example.test')
    testbed.mailer.failNext('busy')
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    testbed.clock.pass({ minutes: 5 })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])

    const [lost, arrived] = testbed.mailer.tried.filter(isRecoveryEmail)
    if (!lost || !arrived) throw new Error('Two attempts were expected')
    expect(arrived.id).toBe(lost.id)
    expect(linkIn(arrived)).not.toBe(linkIn(lost))
    expect(arrived.code).not.toBe(lost.code)
    expect(arrived.codeExpiresAt).toEqual(new Date('2030-01-01T00:15:00Z'))
    for (const message of [lost, arrived]) {
      const byLink = await testbed.recovery.verifyToken({ token: linkIn(message) }, client)
      const byCode = await testbed.recovery.verifyCode({ requestId, code: codeIn(message) }, client)
      expect([byLink.status, byCode.status]).toEqual(['verified', 'verified'])
    }
  })

  test('for now is recorded as delayed, with what the server said', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    testbed.mailer.failNext('busy')
    await testbed.deliverAll()
    const delayed = { answer: '451 later', tries: 1 }
    expect([...testbed.tables.messages.values()]).toMatchObject([{ state: 'delayed', ...delayed }])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.delayed',
      failure: 'busy',
      answer: '451 later',
    })
  })

  test('for good is final', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    testbed.mailer.failNext('refused')
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect([...testbed.tables.messages.values()]).toMatchObject([
      { state: 'dead', answer: '550 no such user', tries: 1 },
    ])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.dead', failure: 'refused' })
    expect(await testbed.deliverAll()).toEqual([])
  })

  test('because of our own settings does not count as an attempt', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    testbed.mailer.failNext('setup')
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    expect([...testbed.tables.messages.values()]).toMatchObject([{ tries: 0 }])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.held', failure: 'setup' })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    expect([...testbed.tables.messages.values()]).toMatchObject([{ tries: 1 }])
  })

  test('because of us, but after the recipient was named, counts as an attempt and is tried again', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    const answer = '550 5.7.1 blocked'
    testbed.mailer.failNext(new HandoverFailed('setup', answer, { concerns: 'recipient' }))
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    expect([...testbed.tables.messages.values()]).toMatchObject([{ state: 'delayed', tries: 1 }])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.delayed', failure: 'setup' })
  })

  test('because the domain takes no mail suppresses the email', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    testbed.mailer.failNext('undeliverable')
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.suppressed',
      reason: 'undeliverable',
    })
  })

  test('with an unexpected error ends this email, and is reported without a secret', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.request('ada@example.test')
    testbed.mailer.failNext(new TypeError('cannot render 123456'))
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.dead',
      failure: 'unmailable',
      answer: 'It could not be written: TypeError',
    })
  })
})

test('an attempt that left no outcome is reported by the next one', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  await testbed.request('ada@example.test')
  const [row] = testbed.tables.jobs
  if (!row) throw new Error('There is no job')
  const createdAt = testbed.clock.now()
  const begun = { state: 'sending', answer: '', tries: 1, createdAt, requestId: undefined } as const
  testbed.tables.messages.set(row.id, begun)
  expect(await testbed.deliverAll()).toEqual(['handed-over'])
  expect(testbed.events.map(({ event }) => event)).toContain('message.broke-off')
})

test('the wait before a retry grows from seconds to ten minutes, with jitter', () => {
  const waits = [1, 2, 3, 4, 5, 6, 20].map((tries) =>
    secondsUntilRetry(jobKinds.recovery, tries, 0.5),
  )
  expect(waits).toEqual([5, 15, 45, 120, 300, 600, 600])
  expect(secondsUntilRetry(jobKinds.recovery, 6, 0)).toBeCloseTo(480)
  expect(secondsUntilRetry(jobKinds.recovery, 6, 1)).toBeCloseTo(720)
})

test('a job that runs again after its email was handed over sends nothing', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  await testbed.request('ada@example.test')
  const [attempt] = testbed.claimJobs()
  if (!attempt) throw new Error('There is no job')
  await testbed.deliver(attempt)
  const secrets = testbed.tables.secrets.length

  expect(await testbed.deliver(attempt)).toBe('handed-over')
  expect(testbed.mailer.tried).toHaveLength(1)
  expect(testbed.tables.secrets).toHaveLength(secrets)
})

describe('a notice that the password changed', () => {
  const changed = async () => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@example.test')
    const { link } = await testbed.recoveryEmailFor('ada@example.test')
    await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, client)
    return testbed
  }

  test('goes to the owner with a link to report that it was somebody else', async () => {
    const testbed = await changed()
    testbed.clock.pass({ minutes: 5 })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    expect(testbed.notices()).toEqual([
      {
        kind: 'password-changed',
        id: expect.any(String),
        to: 'Ada@example.test',
        login: 'Ada@example.test',
        locale: 'en',
        changedAt: new Date('2030-01-01T00:00:00Z'),
        device: client.device,
        timeZone: client.timeZone,
        notMeLink: expect.stringMatching(/^https:\/\/latchkey\.test\/not-me#token=/),
        notMeExpiresAt: new Date('2030-01-04T00:05:00Z'),
      },
    ])
    const link = testbed.notices()[0]?.notMeLink ?? ''
    const token = tokenOf(link.slice(link.indexOf('=') + 1))
    expect(await testbed.recovery.notMe({ token }, client)).toMatchObject({ status: 'secured' })
  })

  test('is repeated if the mail server is busy', async () => {
    const testbed = await changed()
    testbed.mailer.failNext('busy')
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    expect(testbed.notices()).toHaveLength(1)
  })

  test('is no longer sent after a day', async () => {
    const testbed = await changed()
    testbed.clock.pass({ hours: 24 })
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect(testbed.notices()).toEqual([])
  })

  test('is not sent to an account that is gone', async () => {
    const testbed = await changed()
    testbed.tables.accounts = []
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
  })
})

describe('an address that the mail service reported', () => {
  const reported = async (cause: 'bounced' | 'complained') => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.addAccount('grace@example.test')
    await testbed.request('ada@example.test')
    await testbed.deliverAll()
    const { id } = testbed.mailer.sent[0] ?? expect.unreachable()
    await testbed.report('ada@example.test', { cause, messageId: id })
    return testbed
  }

  test('gets no recovery email for a while, and others get theirs', async () => {
    const testbed = await reported('bounced')
    testbed.clock.pass({ hours: 25 })
    await testbed.request('ada@example.test')
    await testbed.request('grace@example.test')
    expect(await testbed.deliverAll()).toEqual(['suppressed', 'handed-over'])
    expect(testbed.events).toContainEqual(
      expect.objectContaining({ event: 'message.suppressed', reason: 'bounced' }),
    )
    testbed.clock.pass({ hours: 6 * 24 })
    await testbed.request('ada@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
  })

  test('gets recovery emails a day after a complaint, and no notice yet', async () => {
    const testbed = await reported('complained')
    testbed.clock.pass({ hours: 25 })
    await testbed.request('ada@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    const token = linkIn(testbed.mailer.sent.filter(isRecoveryEmail)[1] ?? expect.unreachable())
    await testbed.recovery.reset({ token, newPassword: NEW_PASSWORD }, client)
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
  })
})

describe('emails that nobody asked for', () => {
  const told = async (job: DeliveryJob) => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@example.test')
    const [account] = testbed.tables.accounts
    if (!account) throw new Error('There is no account')
    testbed.enqueue({ ...job, accountId: account.id } as DeliveryJob)
    const states = await testbed.deliverAll()
    return { states, sent: testbed.mailer.sent, secrets: testbed.tables.secrets }
  }
  const happened = { accountId: '', occurredAt: '2030-01-01T00:00:00Z' }

  test('say that a link was made by hand, and until when it works, without a secret', async () => {
    const { states, sent, secrets } = await told({ kind: 'link-issued', ...happened })
    expect(states).toEqual(['handed-over'])
    expect(sent).toEqual([
      {
        ...{ kind: 'link-issued', id: expect.any(String), to: 'Ada@example.test', locale: 'en' },
        login: 'Ada@example.test',
        issuedAt: new Date('2030-01-01T00:00:00Z'),
        linkExpiresAt: new Date('2030-01-01T00:15:00Z'),
      },
    ])
    expect(secrets).toEqual([])
  })

  test('ask for a new password in the words of the operator, without a secret', async () => {
    const words = { publicReason: 'A list was read.', isLocked: true }
    const { states, sent, secrets } = await told({ kind: 'reset-required', ...happened, ...words })
    expect(states).toEqual(['handed-over'])
    expect(sent).toMatchObject([{ kind: 'reset-required', login: 'Ada@example.test', ...words }])
    expect(secrets).toEqual([])
  })
})
