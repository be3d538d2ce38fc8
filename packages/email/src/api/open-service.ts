import { openHttpService } from './http-service.ts'
import type { MailService, MailServiceAccount } from './mail-service.ts'
import { brevo } from './services/brevo.ts'
import { mailgun } from './services/mailgun.ts'
import { postmark } from './services/postmark.ts'
import { resend } from './services/resend.ts'
import { sendgrid } from './services/sendgrid.ts'
import { openSes } from './services/ses.ts'

export function openService(account: MailServiceAccount): MailService {
  switch (account.service) {
    case 'resend':
      return openHttpService(resend(account))
    case 'postmark':
      return openHttpService(postmark(account))
    case 'brevo':
      return openHttpService(brevo(account))
    case 'sendgrid':
      return openHttpService(sendgrid(account))
    case 'mailgun':
      return openHttpService(mailgun(account))
    case 'ses':
      return openSes(account)
  }
}
