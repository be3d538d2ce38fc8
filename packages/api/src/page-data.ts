import type { PublicSettings } from './schemas.ts'

/** What the server writes into a page, so that the page needs no call before it is complete. */
export type PageData = {
  settings: PublicSettings
  logo: Logo
  /** The browser sent no session cookie. */
  isSignedOut: boolean
}

/** Without a size, the page moves when its logo arrives. */
export type Logo = { src: string; width?: number; height?: number }
