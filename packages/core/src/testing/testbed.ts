import { type EmailAddress, parseEmailAddress } from '../email-address.ts'
import type { RecoveryEvent } from '../event.ts'
import type { Client } from '../limits.ts'
import type { RecoveryPolicy } from '../parts.ts'
import { type NormalPassword, normalPassword } from '../password.ts'
import { createDelivery, createRecovery } from '../recovery.ts'
import { type Code, parseCode, parseToken, type Token } from '../secret.ts'
import { createSessions } from '../sessions.ts'
import type { Requested } from '../use-cases/request.ts'
import { createInMemoryAccountStore } from './account-store.ts'
import { createCountingHasher, createCountingSecrets, hashOf } from './chance.ts'
import { createClock } from './clock.ts'
import { createInMemoryLimiter } from './limiter.ts'
import { usualLimits } from './limits.ts'
import { createInMemoryMessageStore } from './message-store.ts'
import { createOutbox, isNoticeMail, isRecoveryMail, type RecoveryMail } from './outbox.ts'
import { createInMemoryRecoveryStore } from './recovery-store.ts'
import { createInMemorySessionStore } from './session-store.ts'
import { accountByAddress, createTables, type JobRow } from './tables.ts'

export const OLD_PASSWORD = 'correct horse battery staple'
export const NEW_PASSWORD = 'quiet otters paint tall fences'

/** What the breach lookup of the house knows. */
export const BREACHED_PASSWORD = 'seventeen purple lanterns'

const commonOnes = ['password', 'letmein', 'iloveyou', 'sunshine', 'princess', 'trustno1']

export type Testbed = ReturnType<typeof openTestbed>

/** The whole domain over stores in memory, with its clock, its outbox and its log in the test's hands. */
export function openTestbed({
  emailNoAccount = false,
  ...changes
}: Partial<RecoveryPolicy> & { emailNoAccount?: boolean } = {}) {
  const clock = createClock()
  const tables = createTables()
  const secrets = createCountingSecrets()
  const hasher = createCountingHasher()
  const limiter = createInMemoryLimiter(clock)
  const outbox = createOutbox()
  const accounts = createInMemoryAccountStore(tables, clock)
  const events: RecoveryEvent[] = []
  const policy: RecoveryPolicy = {
    linkLifetimeMinutes: 60,
    codeLifetimeMinutes: 10,
    password: { minLength: 8, productName: 'Latchkey' },
    defaultLocale: 'en',
    limits: usualLimits,
    ...changes,
  }
  const shared = { limiter, secrets, hasher, policy, observe: (e: RecoveryEvent) => events.push(e) }
  const recovery = createRecovery({
    ...shared,
    store: createInMemoryRecoveryStore({ tables, clock, limiter, secrets }),
    common: new Set(commonOnes),
    breached: { has: async (password) => password === BREACHED_PASSWORD },
  })
  const sessions = createSessions({
    ...shared,
    accounts,
    sessions: createInMemorySessionStore(tables, clock, limiter),
  })
  const delivery = createDelivery({
    ...shared,
    messages: createInMemoryMessageStore(tables, clock),
    mailer: outbox,
    linkTo: {
      link: (token) => `https://latchkey.test/reset-password#token=${token}`,
      'not-me': (token) => `https://latchkey.test/not-me#token=${token}`,
    },
    emailNoAccount,
    chance: () => 0.5,
  })

  const testbed = {
    clock,
    tables,
    hasher,
    outbox,
    events,
    policy,
    accounts,
    recovery,
    sessions,

    /** What the worker does with one job; how its message stands then. */
    async deliver({ messageId, job }: JobRow) {
      const queuedAt = tables.queuedAt.get(messageId) ?? clock.now()
      const [ready] = await delivery.prepare([{ messageId, claim: 0, queuedAt, job }])
      if (ready) await delivery.record([{ ready, outcome: await delivery.send(ready) }])
      return tables.messages.get(messageId)?.state
    },

    async addAccount(email: string, account: { password?: string | null; locale?: string } = {}) {
      const { password = OLD_PASSWORD, locale } = account
      const passwordHash = password === null ? undefined : hashOf(passwordOf(password))
      const address = addressOf(email)
      await accounts.add({ id: secrets.newId(), address, passwordHash, locale })
      return testbed.accountOf(email)
    },

    /** The account as it is stored; change it to tell what happened elsewhere. */
    accountOf(email: string) {
      return found(accountByAddress(tables, addressOf(email).canonical), `account of ${email}`)
    },

    /** Asks, and expects to be heard. */
    async ask(email: string, client = clientAt('198.51.100.7')): Promise<Requested> {
      const asked = await recovery.request(addressOf(email), client)
      if (asked.status !== 'requested') throw new Error(`not heard: ${asked.reason}`)
      return asked
    },

    /** Runs every waiting job once; those that want to run again go on waiting. */
    async deliverAll() {
      const outcomes = []
      for (const row of tables.jobs.splice(0)) {
        const outcome = await testbed.deliver(row)
        if (outcome === 'delayed') tables.jobs.push(row)
        outcomes.push(outcome)
      }
      return outcomes
    },

    recoveryMails: () => outbox.sent.filter(isRecoveryMail),
    notices: () => outbox.sent.filter(isNoticeMail),

    /** Asks, lets the worker run, and opens the mail. */
    async recoveryMailFor(email: string, client?: Client) {
      const { requestId } = await testbed.ask(email, client)
      await testbed.deliverAll()
      const mail = found(testbed.recoveryMails().at(-1), `mail for ${email}`)
      return { requestId, mail, link: linkIn(mail), code: codeIn(mail) }
    },

    signIn(email: string, password: string, client = clientAt('198.51.100.7')) {
      return sessions.signIn({ address: addressOf(email), password }, client)
    },
  }
  return testbed
}

/** One IPv4 client. */
export function clientAt(network: string): Client {
  return { networks: [{ name: network, share: 1 }], device: 'Firefox on Linux', locale: 'en-GB' }
}

export function addressOf(email: string): EmailAddress {
  return found(parseEmailAddress(email), `address in ${email}`)
}

export function passwordOf(text: string): NormalPassword {
  return found(normalPassword(text), `password in ${text}`)
}

export function linkIn(mail: RecoveryMail): Token {
  return tokenOf(mail.link.slice(mail.link.indexOf('=') + 1))
}

export function codeIn(mail: RecoveryMail): Code {
  return codeOf(mail.code)
}

export function tokenOf(text: string): Token {
  return found(parseToken(text), `token in ${text}`)
}

export function codeOf(text: string): Code {
  return found(parseCode(text), `code in ${text}`)
}

/** A code that is not this one. */
export function wrongCodeFor(code: string): Code {
  return codeOf(code === '999999' ? '000000' : '999999')
}

function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new Error(`there is no ${what}`)
  return thing
}
