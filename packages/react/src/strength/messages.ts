import type { PasswordReason } from '@latchkey/api'

/** The messages between the page and the worker. */
export type Question = {
  id: number
  password: string
  /** Whose password it will be, and where: passwords that contain little else are refused. */
  login: string
  productName: string
  /** Code points; 0 while the settings are unknown. */
  minLength: number
  locale: string
}

export type Estimate = {
  id: number
  /** As zxcvbn counts: from 0, guessed at once, to 4. */
  score: number
  /** Why the server will refuse the password, as far as a browser can know: it has a part of the server's list. */
  reasons: readonly PasswordReason[]
}
