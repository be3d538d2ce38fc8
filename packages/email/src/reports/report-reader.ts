import type { ReportProof, ReportReader } from './report.ts'
import { brevoReports } from './services/brevo.ts'
import { mailgunReports } from './services/mailgun.ts'
import { postmarkReports } from './services/postmark.ts'
import { resendReports } from './services/resend.ts'
import { sendgridReports } from './services/sendgrid.ts'
import { sesReports } from './services/ses.ts'

/** Reads the reports of the service that the proof is of. */
export function createReportReader(proof: ReportProof): ReportReader {
  switch (proof.service) {
    case 'resend':
      return resendReports(proof)
    case 'sendgrid':
      return sendgridReports(proof)
    case 'mailgun':
      return mailgunReports(proof)
    case 'postmark':
      return postmarkReports(proof)
    case 'brevo':
      return brevoReports(proof)
    case 'ses':
      return sesReports(proof)
  }
}
