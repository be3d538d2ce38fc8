/** Where the code is visible: in the open email only, in its preview too, or in its subject too. */
export type CodeVisibility = 'body' | 'preview' | 'subject'

/** The operator's settings for the look of emails. */
export type Branding = {
  productName: string
  publicUrl: string
  /** Where accounts without a password sign in; Latchkey's page when absent. */
  signInUrl?: string | undefined
  /** Where people get help: an address or a page. */
  support?: { email: string } | { page: string } | undefined
  /** Colour of the button and of links, as `#rrggbb`. */
  accent?: string | undefined
  codeVisibility?: CodeVisibility | undefined
}

export type RenderedEmail = { subject: string; text: string; html: string }
