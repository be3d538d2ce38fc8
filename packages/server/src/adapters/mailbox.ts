import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CAUGHT_ANSWER, HandoverFailed, type Mailer, mailedSecrets } from '@latchkey/core'
import { type Branding, type RenderedEmail, renderMessage } from '@latchkey/email'

/** An email in the mailbox, as `/mailbox/messages.json` shows it. */
export type CaughtEmail = {
  id: string
  at: string
  kind: string
  to: string
  subject: string
  text: string
  html: string
  link: string | null
  code: string | null
}

/** An email that is not a message of the outbox, such as a test email. */
export type OtherEmail = RenderedEmail & { id: string; kind: string; to: string }

export type Mailbox = Mailer & {
  /** Throws {@link HandoverFailed}. */
  keep(email: OtherEmail): void
  /** The newest first. */
  list(): CaughtEmail[]
}

const KEPT = 200

/**
 * Keeps emails as files in a folder instead of sending them, for trying the product out. They are files because the web
 * server and the worker may be two processes, and because the database must never hold a usable secret.
 */
export function createMailbox(folder: string, branding: Branding): Mailbox {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .reverse()
  const keep = (email: OtherEmail & Pick<CaughtEmail, 'link' | 'code'>) => {
    const at = new Date().toISOString()
    const caught: CaughtEmail = { at, ...email }
    const path = join(folder, `${at.replaceAll(':', '')}-${email.id}.json`)
    try {
      writeFileSync(`${path}.part`, JSON.stringify(caught), { mode: 0o600 })
      renameSync(`${path}.part`, path)
      for (const old of names().slice(KEPT)) rmSync(join(folder, old), { force: true })
    } catch (cause) {
      throw new HandoverFailed('unreachable', 'The mailbox folder could not be written', { cause })
    }
  }
  return {
    async send(message) {
      const { link = null, code = null } = mailedSecrets(message)
      keep({
        id: message.id,
        kind: message.kind,
        to: message.to,
        ...renderMessage(message, branding),
        link,
        code,
      })
      return { answer: CAUGHT_ANSWER }
    },
    keep: (email) => keep({ ...email, link: null, code: null }),
    list: () => names().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  }
}
