import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HandoverFailed, type Mailer, mailedSecrets } from '@latchkey/core'
import { type Branding, type RenderedEmail, renderMessage } from '@latchkey/email'

/** A caught mail, as `/mailbox/messages.json` shows it. */
export type CaughtMail = {
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

/** A mail that is no message, such as a test mail. */
export type OtherMail = RenderedEmail & { id: string; kind: string; to: string }

export type Mailbox = Mailer & {
  /** Throws {@link HandoverFailed}. */
  keep(mail: OtherMail): void
  /** The newest first. */
  list(): CaughtMail[]
}

const KEPT = 200

/**
 * Keeps mails as files in a folder instead of sending them: for trying the product out. Files, because the web
 * process and the worker may be two, and because what a table of ours holds must never be spendable.
 */
export function createMailbox(folder: string, branding: Branding): Mailbox {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .reverse()
  const keep = (mail: OtherMail & Pick<CaughtMail, 'link' | 'code'>) => {
    const at = new Date().toISOString()
    const caught: CaughtMail = { at, ...mail }
    const path = join(folder, `${at.replaceAll(':', '')}-${mail.id}.json`)
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
      return { answer: 'Caught by the built-in mailbox' }
    },
    keep: (mail) => keep({ ...mail, link: null, code: null }),
    list: () => names().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  }
}
