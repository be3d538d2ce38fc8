import type { EmailsWording } from '@latchkey/wording/emails'
import type { Html } from './html.ts'
import type { Branding } from './rendered-email.ts'
import type { Facts } from './slots.ts'
import type { Layout } from './templates/layout.ts'

/** What a kind of email says, with slots in place of its facts. */
export type Written = {
  subject: string
  preheader: string
  body: Html
  /** The last line of the plain text, for programs that autofill the code. */
  lastLine?: string
}

export type Template<F extends Facts> = (
  t: EmailsWording,
  facts: F,
  look: Layout & Pick<Branding, 'codeVisibility'>,
) => Written
