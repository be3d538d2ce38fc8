import { type EmailAddress, parseEmailAddress } from '../email-address.ts'
import type { RecoveryEvent } from '../event.ts'
import type { Client } from '../limits.ts'
import type { DeliveryParts, RecoveryPolicy } from '../parts.ts'
import { type NormalPassword, normalPassword } from '../password.ts'
import type { DeliveryAttempt } from '../ports/index.ts'
import { createDelivery, createRecovery } from '../recovery.ts'
import { type Code, kindsOfSecret, parseCode, parseToken, type Token } from '../secret.ts'
import { createSessions } from '../sessions.ts'
import type { SuppressionCause } from '../suppression.ts'
import { reportAddresses } from '../use-cases/report-addresses.ts'
import type { Requested } from '../use-cases/request.ts'
import { createClock } from './clock.ts'
import { createCountingHasher, hashOf } from './hasher.ts'
import { usualLimits } from './limits.ts'
import { createRecordingMailer, isNotice, isRecoveryEmail, type RecoveryEmail } from './mailer.ts'
import { createCountingSecrets } from './secrets.ts'
import { createInMemoryStores } from './stores.ts'
import { accountByAddress, createTables } from './tables.ts'

export const OLD_PASSWORD = 'correct horse battery staple'
export const NEW_PASSWORD = 'quiet otters paint tall fences'

/** The one password that the testbed's breach lookup knows. */
export const BREACHED_PASSWORD = 'seventeen purple lanterns'

const commonOnes = ['password', 'letmein', 'iloveyou', 'sunshine', 'princess', 'trustno1']

export type Testbed = ReturnType<typeof openTestbed>

/** The whole domain over in-memory stores, with a clock that the test sets, and every email and event recorded. */
export function openTestbed({
  emailNoAccount = false,
  ...changes
}: Partial<RecoveryPolicy> & { emailNoAccount?: boolean } = {}) {
  const clock = createClock()
  const tables = createTables()
  const secrets = createCountingSecrets()
  const hasher = createCountingHasher()
  const { stores, queue } = createInMemoryStores(tables, { clock, newId: secrets.newId })
  const mailer = createRecordingMailer()
  const events: RecoveryEvent[] = []
  const policy: RecoveryPolicy = {
    linkLifetimeMinutes: 60,
    codeLifetimeMinutes: 10,
    password: { minLength: 8, productName: 'Latchkey' },
    defaultLocale: 'en',
    limits: usualLimits,
    ...changes,
  }
  const { limiter, accounts } = stores
  const shared = { limiter, secrets, hasher, policy, observe: (e: RecoveryEvent) => events.push(e) }
  const recovery = createRecovery({
    ...shared,
    store: stores.recovery,
    common: new Set(commonOnes),
    breached: { has: async (password) => password === BREACHED_PASSWORD },
  })
  const sessions = createSessions({
    ...shared,
    accounts,
    sessions: stores.sessions,
  })
  const delivery = createDelivery({
    ...shared,
    messages: stores.messages,
    suppressions: stores.suppressions,
    mailer,
    linkTo: linksByKind(),
    emailNoAccount,
    chance: () => 0.5,
  })

  const testbed = {
    clock,
    tables,
    hasher,
    mailer,
    events,
    policy,
    accounts,
    recovery,
    sessions,

    /** What the worker does with one job it has claimed. Returns the state of its message. */
    async deliver(attempt: DeliveryAttempt) {
      const [ready] = await delivery.prepare([attempt])
      if (ready) await delivery.record([{ ready, outcome: await delivery.send(ready) }])
      return tables.messages.get(attempt.jobId)?.state
    },

    claimJobs: queue.claimAll,
    enqueue: queue.enqueue,

    /** A mail service reports an address, now. */
    async report(email: string, about: { cause: SuppressionCause; messageId: string }) {
      const report = reportAddresses({ suppressions: stores.suppressions, ...shared })
      await report('resend', [
        { ...about, address: addressOf(email), at: clock.now(), detail: '550 5.1.1 no' },
      ])
    },

    async addAccount(email: string, account: { password?: string | null; locale?: string } = {}) {
      const { password = OLD_PASSWORD, locale } = account
      const passwordHash = password === null ? undefined : hashOf(passwordOf(password))
      const address = addressOf(email)
      await accounts.add({ id: secrets.newId(), address, passwordHash, locale })
      return testbed.accountOf(email)
    },

    /** The account as it is stored. Change it for what happens outside of the product. */
    accountOf(email: string) {
      return found(accountByAddress(tables, addressOf(email).canonical), `account of ${email}`)
    },

    /** Requests a recovery, which must be accepted. */
    async request(email: string, client = clientAt('198.51.100.7')): Promise<Requested> {
      const requested = await recovery.request(addressOf(email), client)
      if (requested.status !== 'requested') throw new Error(`Refused: ${requested.reason}`)
      return requested
    },

    /** Runs every waiting job once, due or not. Returns the states of their messages. */
    async deliverAll() {
      const states = []
      for (const attempt of queue.claimAll()) states.push(await testbed.deliver(attempt))
      return states
    },

    recoveryEmails: () => mailer.sent.filter(isRecoveryEmail),
    notices: () => mailer.sent.filter(isNotice),

    /** Requests a recovery, runs the worker and opens the email. */
    async recoveryEmailFor(email: string, client?: Client) {
      const { requestId } = await testbed.request(email, client)
      await testbed.deliverAll()
      const message = found(testbed.recoveryEmails().at(-1), `email for ${email}`)
      return {
        requestId,
        message,
        link: linkIn(message),
        /** Throws while codes are closed. */
        get code() {
          return codeIn(message)
        },
      }
    },

    signIn(email: string, password: string, client = clientAt('198.51.100.7')) {
      return sessions.signIn({ address: addressOf(email), password }, client)
    },
  }
  return testbed
}

/** A page of its own for each kind: `https://latchkey.test/link#token=…`. */
function linksByKind(): DeliveryParts['linkTo'] {
  const kinds = kindsOfSecret((spec) => spec.mailed && 'bytes' in spec)
  const links = kinds.map((kind) => [
    kind,
    (token: Token) => `https://latchkey.test/${kind}#token=${token}`,
  ])
  return Object.fromEntries(links)
}

/** One IPv4 client. */
export function clientAt(network: string): Client {
  return {
    networks: [{ name: network, share: 1 }],
    device: 'Firefox on Linux',
    locale: 'en-GB',
    timeZone: 'Europe/London',
  }
}

export function addressOf(email: string): EmailAddress {
  return found(parseEmailAddress(email), `address in ${email}`)
}

export function passwordOf(text: string): NormalPassword {
  return found(normalPassword(text), `password in ${text}`)
}

/** The token of the link in a recovery email. */
export function linkIn({ link }: RecoveryEmail): Token {
  return tokenOf(link.slice(link.indexOf('=') + 1))
}

export function codeIn({ code }: RecoveryEmail): Code {
  return codeOf(found(code, 'code in an email'))
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
  if (thing === undefined) throw new Error(`There is no ${what}`)
  return thing
}
