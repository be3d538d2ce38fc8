import { type MailServiceName, mailServices } from '../api/mail-service.ts'
import type { ReportProof } from './report.ts'
import { sendgridKey } from './services/sendgrid.ts'

/** How reports are proven, by service, or why the setting cannot be read. */
export type ParsedProofs = { ok: true; proofs: ReportProof[] } | { ok: false; reasons: string[] }

const LEAST_PASSWORD = 24

const readers: Record<MailServiceName, (value: string) => ReportProof | string> = {
  resend: (secret) =>
    /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)
      ? { service: 'resend', secret }
      : 'needs the signing secret of the webhook, which begins with whsec_',
  sendgrid(publicKey) {
    try {
      sendgridKey(publicKey)
      return { service: 'sendgrid', publicKey }
    } catch {
      return 'needs the verification key of the event webhook, in base64'
    }
  },
  mailgun: (signingKey) =>
    signingKey.length < 16
      ? 'needs the HTTP webhook signing key'
      : { service: 'mailgun', signingKey },
  postmark: (password) => withPassword('postmark', password),
  brevo: (password) => withPassword('brevo', password),
  ses: (topic) =>
    /^arn:aws(?:-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(topic)
      ? { service: 'ses', topics: [topic] }
      : 'needs the ARN of the topic: ses:arn:aws:sns:eu-west-1:123456789012:name',
}

function withPassword(service: 'postmark' | 'brevo', password: string): ReportProof | string {
  if (password.length >= LEAST_PASSWORD) return { service, password }
  return `needs a password of at least ${LEAST_PASSWORD} characters, because the service signs nothing; make one with: openssl rand -hex 32`
}

/**
 * `<service>:<proof>`, several with commas, and a service several times only for topics. The reasons never repeat a
 * value: it may be a secret, and they are logged.
 */
export function parseReportProofs(text: string): ParsedProofs {
  const proofs: ReportProof[] = []
  const reasons: string[] = []
  for (const one of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name = '', value = ''] = /^([a-z]+):(.+)$/.exec(one) ?? []
    const service = mailServices.find((known) => known === name)
    const read = service ? readers[service](value) : undefined
    if (read === undefined) {
      reasons.push(`must name services: ${mailServices.map((known) => `${known}:…`).join(', ')}`)
    } else if (typeof read === 'string') {
      reasons.push(`${name} ${read}`)
    } else {
      add(read, proofs, reasons)
    }
  }
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, proofs }
}

function add(read: ReportProof, proofs: ReportProof[], reasons: string[]): void {
  const before = proofs.findIndex(({ service }) => service === read.service)
  const known = proofs[before]
  if (!known) proofs.push(read)
  else if (known.service !== 'ses' || read.service !== 'ses') {
    reasons.push(`names ${read.service} twice`)
  } else proofs[before] = { service: 'ses', topics: [...known.topics, ...read.topics] }
}
