import { onTestFinished } from 'vitest'
import { createSmtpMailer, type SmtpOptions } from '../smtp/smtp-mailer.ts'
import { branding } from './messages.ts'

// Frozen, as settings are: the library must not write into what it is given.
export const from = Object.freeze({ name: 'Latchkey', address: 'hello@mail.example.test' })

/** A mailer to one server, closed when the test ends. */
export function mailerFor(url: string, more: Partial<SmtpOptions> = {}) {
  const mailer = createSmtpMailer({
    url,
    ehloName: 'reset.example.test',
    maxConnections: 4,
    from,
    branding,
    ...more,
  })
  onTestFinished(() => mailer.close())
  return mailer
}
