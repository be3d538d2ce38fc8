import { setTimeout as sleep } from 'node:timers/promises'
import type { CaughtEmail, Mailbox } from '../adapters/mailbox.ts'

/** An email as the mailbox caught it. */
export type TestEmail = CaughtEmail & {
  /** Of the link in it. */
  token: string | undefined
}

/** The emails that were sent. */
export type TestMailbox = {
  /** All emails, the newest first. */
  all(): TestEmail[]
  /**
   * The newest email to an address. Waits until there is one.
   *
   * @param options.kind `recovery`, `password-changed`, `no-account`, … Default: `recovery`.
   * @param options.after an email that came before: it waits for one that is newer.
   * @param options.withinMs how long it waits, in milliseconds. Default: 10 000.
   * @throws Error after that time, with the emails that did come.
   */
  emailTo(
    address: string,
    options?: { kind?: string; after?: Pick<TestEmail, 'id'>; withinMs?: number },
  ): Promise<TestEmail>
}

export function createTestMailbox(mailbox: Pick<Mailbox, 'list'>): TestMailbox {
  const all = () =>
    mailbox.list().map((email) => ({ ...email, token: email.link?.split('token=')[1] }))
  return {
    all,
    async emailTo(address, { kind = 'recovery', after, withinMs = 10_000 } = {}) {
      const giveUpAt = performance.now() + withinMs
      for (;;) {
        const emails = all()
        const known = after ? emails.findIndex(({ id }) => id === after.id) : -1
        const found = emails
          .slice(0, known < 0 ? undefined : known)
          .find((email) => email.to === address && email.kind === kind)
        if (found) return found
        if (performance.now() > giveUpAt) break
        await sleep(20)
      }
      const came = all().map((email) => `${email.kind} to ${email.to}`)
      throw new Error(
        `No email of the kind ${kind} came for ${address}. ${came.length === 0 ? 'None came at all' : `There came: ${came.join(', ')}`}.`,
      )
    },
  }
}
