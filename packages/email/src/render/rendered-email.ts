/** Where the code is visible: in the open email only, in its preview too, or in its subject too. */
export type CodeVisibility = 'body' | 'preview' | 'subject'

/** The operator's settings for the look of emails. */
export type Branding = {
  productName: string
  publicUrl: string
  /** The page where people sign in. */
  signInUrl: string
  /** The page where people request a recovery. */
  forgotPasswordUrl: string
  /** Where people get help: an address or a page. */
  support?: { email: string } | { page: string } | undefined
  /** Colour of the button and of links, as `#rrggbb`. */
  accent?: string | undefined
  codeVisibility?: CodeVisibility | undefined
}

/** An email as text and as HTML. */
export type RenderedEmail = { subject: string; text: string; html: string }
