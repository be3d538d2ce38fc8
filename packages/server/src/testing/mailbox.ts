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
   * Waits for an email.
   *
   * @param options.kind `recovery`, `password-changed`, `no-account`, …
   * @throws Error after ten seconds, with the emails that did come.
   */
  emailTo(address: string, options?: { kind?: string; withinMs?: number }): Promise<TestEmail>
}

export function createTestMailbox(mailbox: Pick<Mailbox, 'list'>): TestMailbox {
  const all = () =>
    mailbox.list().map((email) => ({ ...email, token: email.link?.split('token=')[1] }))
  return {
    all,
    async emailTo(address, { kind = 'recovery', withinMs = 10_000 } = {}) {
      const giveUpAt = performance.now() + withinMs
      for (;;) {
        const found = all().find((email) => email.to === address && email.kind === kind)
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
