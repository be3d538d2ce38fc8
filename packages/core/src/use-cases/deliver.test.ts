import { describe, expect, test } from 'vitest'
import { jobKinds, secondsUntilRetry } from '../job.ts'
import {
  clientAt,
  codeIn,
  isRecoveryMail,
  linkIn,
  NEW_PASSWORD,
  openTestbed,
  tokenOf,
} from '../testing/index.ts'

const client = clientAt('198.51.100.7')

describe('a recovery mail', () => {
  test('says everything, to the one registered address', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@EXÄMPLE.test', { locale: 'en' })
    const requestedAt = testbed.clock.now()
    await testbed.ask('ADA@xn--exmple-cua.test')
    testbed.clock.pass({ seconds: 30 })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])

    const [mail] = testbed.outbox.sent
    expect(mail).toEqual({
      kind: 'recovery',
      id: expect.any(String),
      to: 'Ada@xn--exmple-cua.test',
      login: 'Ada@EXÄMPLE.test',
      locale: 'en',
      link: expect.stringMatching(/^https:\/\/latchkey\.test\/reset-password#token=[\w-]{43}$/),
      code: expect.stringMatching(/^\d{6}$/),
      requestId: expect.any(String),
      requestedAt,
      mintedAt: new Date('2030-01-01T00:00:30Z'),
      linkExpiresAt: new Date('2030-01-01T01:00:30Z'),
      codeExpiresAt: new Date('2030-01-01T00:10:30Z'),
      device: 'Firefox on Linux',
    })
  })

  test.each([
    ['the account, whatever the browser says', 'pt', 'de', 'pt-BR'],
    ['the browser, when the account names none', undefined, 'de-AT', 'de'],
    ['the house, when nobody names one of ours', undefined, 'nl', 'ja'],
  ])('is in the language of %s', async (_, account, browser, spoken) => {
    const testbed = openTestbed({ defaultLocale: 'ja' })
    await testbed.addAccount('ada@example.test', account ? { locale: account } : {})
    await testbed.ask('ada@example.test', { ...client, locale: browser })
    await testbed.deliverAll()
    expect(testbed.outbox.sent).toMatchObject([{ locale: spoken }])
  })

  test('carries secrets that are good when it leaves, and nothing in the queue or the log does', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    const queued = JSON.stringify(testbed.tables.jobs)
    await testbed.deliverAll()
    const [mail] = testbed.recoveryMails()
    if (!mail) throw new Error('no mail')

    const token = linkIn(mail)
    expect((await testbed.recovery.verifyToken({ token }, client)).status).toBe('verified')
    expect(queued).not.toContain(token)
    expect(queued).not.toContain(mail.code)
    const log = JSON.stringify(testbed.events)
    expect(log).toContain('a…@example.test')
    for (const secret of [token, mail.code, 'ada@example.test']) expect(log).not.toContain(secret)
  })

  test('whose job waited gets its full lifetime, bounded by the end of the request', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const { requestId } = await testbed.ask('ada@example.test')
    testbed.clock.pass({ minutes: 59 })
    await testbed.deliverAll()
    await testbed.recovery.resend(requestId, client)
    testbed.clock.pass({ minutes: 56 })
    await testbed.deliverAll()
    const until = (time: string) => new Date(`2030-01-01T${time}Z`)
    expect(testbed.recoveryMails()).toMatchObject([
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
  ])('is not sent any more when %s', async (_, policy, minutes) => {
    const testbed = openTestbed(policy)
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    testbed.clock.pass({ minutes })
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect(testbed.outbox.tried).toEqual([])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.dead', answer: 'expired' })
  })
})

describe('nobody is mailed', () => {
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
    await testbed.ask(email)
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
    expect(testbed.outbox.tried).toEqual([])
    expect(testbed.tables.secrets).toEqual([])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.suppressed', reason })
  })
})

describe('where there is no password to choose', () => {
  const asked = {
    id: expect.any(String),
    requestId: expect.any(String),
    requestedAt: new Date('2030-01-01T00:00:00Z'),
    device: 'Firefox on Linux',
    locale: 'en',
  }

  test('the owner is told how they sign in, without link or code', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@example.test', { password: null })
    await testbed.ask('ada@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    const addressed = { to: 'Ada@example.test', login: 'Ada@example.test' }
    expect(testbed.outbox.sent).toEqual([{ kind: 'no-password', ...asked, ...addressed }])
    expect(testbed.tables.secrets).toEqual([])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.handed-over',
      kind: 'no-password',
    })
  })

  test('an address without an account is told so once a day, if the operator wants it', async () => {
    const testbed = openTestbed({ emailNoAccount: true })
    await testbed.ask('Nobody@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    const to = 'nobody@example.test'
    expect(testbed.outbox.sent).toMatchObject([{ kind: 'no-account', ...asked, to }])
    testbed.clock.pass({ hours: 23 })
    await testbed.ask('nobody@example.test')
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
    testbed.clock.pass({ hours: 1 })
    await testbed.ask('nobody@example.test')
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
  })
})

describe('a hand-over that fails', () => {
  test('for now is tried again with a pair of its own, and every pair works', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    const { requestId } = await testbed.ask('ada@example.test')
    testbed.outbox.failNext('busy')
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    testbed.clock.pass({ minutes: 5 })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])

    const [lost, arrived] = testbed.outbox.tried.filter(isRecoveryMail)
    if (!lost || !arrived) throw new Error('expected two attempts')
    expect(arrived.id).toBe(lost.id)
    expect(linkIn(arrived)).not.toBe(linkIn(lost))
    expect(arrived.code).not.toBe(lost.code)
    expect(arrived.codeExpiresAt).toEqual(new Date('2030-01-01T00:15:00Z'))
    for (const mail of [lost, arrived]) {
      const byLink = await testbed.recovery.verifyToken({ token: linkIn(mail) }, client)
      const byCode = await testbed.recovery.verifyCode({ requestId, code: codeIn(mail) }, client)
      expect([byLink.status, byCode.status]).toEqual(['verified', 'verified'])
    }
  })

  test('for now is recorded as delayed, with what the server said', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    testbed.outbox.failNext('busy')
    await testbed.deliverAll()
    const delayed = { answer: '451 later', tries: 1 }
    expect([...testbed.tables.messages.values()]).toEqual([{ state: 'delayed', ...delayed }])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.delayed',
      failure: 'busy',
      answer: '451 later',
    })
  })

  test('for good is final', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    testbed.outbox.failNext('refused')
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect([...testbed.tables.messages.values()]).toEqual([
      { state: 'dead', answer: '550 no such user', tries: 1 },
    ])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.dead', failure: 'refused' })
    expect(await testbed.deliverAll()).toEqual([])
  })

  test('because we are set up wrongly counts as no attempt', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    testbed.outbox.failNext('setup')
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    expect([...testbed.tables.messages.values()]).toMatchObject([{ tries: 0 }])
    expect(testbed.events.at(-1)).toMatchObject({ event: 'message.held', failure: 'setup' })
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    expect([...testbed.tables.messages.values()]).toMatchObject([{ tries: 1 }])
  })

  test('because the domain takes no mail ends it, like any other mail that nobody gets', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    testbed.outbox.failNext('undeliverable')
    expect(await testbed.deliverAll()).toEqual(['suppressed'])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.suppressed',
      reason: 'undeliverable',
    })
  })

  test('in a way nobody thought of ends this mail, says so, and no secret with it', async () => {
    const testbed = openTestbed()
    await testbed.addAccount('ada@example.test')
    await testbed.ask('ada@example.test')
    testbed.outbox.failNext(new TypeError('cannot render 123456'))
    expect(await testbed.deliverAll()).toEqual(['dead'])
    expect(testbed.events.at(-1)).toMatchObject({
      event: 'message.dead',
      failure: 'unmailable',
      answer: 'It could not be written: TypeError',
    })
  })
})

test('an attempt that never said how it ended is told of by the next one', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  await testbed.ask('ada@example.test')
  const [row] = testbed.tables.jobs
  if (!row) throw new Error('no job')
  testbed.tables.messages.set(row.messageId, { state: 'sending', answer: '', tries: 1 })
  expect(await testbed.deliverAll()).toEqual(['handed-over'])
  expect(testbed.events.map(({ event }) => event)).toContain('message.broke-off')
})

test('waits grow from seconds to ten minutes, and those that failed together come back apart', () => {
  const waits = [1, 2, 3, 4, 5, 6, 20].map((tries) =>
    secondsUntilRetry(jobKinds.recovery, tries, 0.5),
  )
  expect(waits).toEqual([5, 15, 45, 120, 300, 600, 600])
  expect(secondsUntilRetry(jobKinds.recovery, 6, 0)).toBeCloseTo(480)
  expect(secondsUntilRetry(jobKinds.recovery, 6, 1)).toBeCloseTo(720)
})

test('a job that runs again after its mail was handed over sends nothing', async () => {
  const testbed = openTestbed()
  await testbed.addAccount('ada@example.test')
  await testbed.ask('ada@example.test')
  const [row] = testbed.tables.jobs
  if (!row) throw new Error('no job')
  await testbed.deliverAll()
  const secrets = testbed.tables.secrets.length

  expect(await testbed.deliver(row)).toBe('handed-over')
  expect(testbed.outbox.tried).toHaveLength(1)
  expect(testbed.tables.secrets).toHaveLength(secrets)
})

describe('a notice that the password changed', () => {
  const changed = async () => {
    const testbed = openTestbed()
    await testbed.addAccount('Ada@example.test')
    const { link } = await testbed.recoveryMailFor('ada@example.test')
    await testbed.recovery.reset({ token: link, newPassword: NEW_PASSWORD }, client)
    return testbed
  }

  test('goes to the owner with a way to say that it was somebody else', async () => {
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
        notMeLink: expect.stringMatching(/^https:\/\/latchkey\.test\/not-me#token=/),
        notMeExpiresAt: new Date('2030-01-04T00:05:00Z'),
      },
    ])
    const link = testbed.notices()[0]?.notMeLink ?? ''
    const token = tokenOf(link.slice(link.indexOf('=') + 1))
    expect(await testbed.recovery.notMe({ token }, client)).toMatchObject({ status: 'secured' })
  })

  test('is tried again when the mail server is away', async () => {
    const testbed = await changed()
    testbed.outbox.failNext('busy')
    expect(await testbed.deliverAll()).toEqual(['delayed'])
    expect(await testbed.deliverAll()).toEqual(['handed-over'])
    expect(testbed.notices()).toHaveLength(1)
  })

  test('is news for a day', async () => {
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
