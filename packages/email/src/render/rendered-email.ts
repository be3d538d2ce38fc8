/** How far the code may be seen before the mail is opened: only in the mail, in its preview, or in its subject. */
export type CodeVisibility = 'body' | 'preview' | 'subject'

/** Everything the operator decides about the look of mails. */
export type Branding = {
  productName: string
  publicUrl: string
  /** Where accounts without a password sign in; our own page when absent. */
  signInUrl?: string | undefined
  /** Who helps: an address to write to, or a page. */
  support?: { email: string } | { page: string } | undefined
  /** Colour of the button and of links, as `#rrggbb`. */
  accent?: string | undefined
  codeVisibility?: CodeVisibility | undefined
}

export type RenderedEmail = { subject: string; text: string; html: string }
