import type { NodemailerError } from 'nodemailer'
import type { Step } from './step.ts'

/** What the library throws, and what it does not say. */
export type SmtpError = NodemailerError & {
  /** Whether the server may have had the email by then. */
  bodyBegan?: boolean
  /** The step at which the server did not answer. */
  silentStep?: Step
  /** The settings hold a user and a password, and the server offered no way to use them. */
  signInSkipped?: boolean
}
