import type { MailsWording } from '@latchkey/wording/mails'
import type { Html } from './html.ts'
import type { Branding } from './rendered-email.ts'
import type { Facts } from './slots.ts'
import type { Layout } from './templates/layout.ts'

/** What a kind of mail says, with slots in the place of its facts. */
export type Written = {
  subject: string
  preheader: string
  body: Html
  /** Read by machines: the last line of the plain text, and nowhere else. */
  lastLine?: string
}

export type Template<F extends Facts> = (
  t: MailsWording,
  facts: F,
  look: Layout & Pick<Branding, 'codeVisibility'>,
) => Written
