import { createVerify, X509Certificate } from 'node:crypto'
import { textOf as bodyOf } from '../http-answer.ts'
import { type Fields, textOf } from './fields.ts'

/** @throws if there is none */
export type FetchCertificate = (url: string) => Promise<string>

const FETCH_TIMEOUT_MS = 5_000
const MOST_KEPT = 10

/** What is signed, by the type of the call, in this order. */
const signed: Record<string, readonly string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    ...['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ],
}
signed.UnsubscribeConfirmation = signed.SubscriptionConfirmation ?? []

const algorithms: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }

/**
 * Says why a call is not from Amazon SNS, if it is not. The certificate comes from the host of the topic's own region:
 * who could name another host could sign for Amazon.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function createSnsProof(fetchCertificate: FetchCertificate = fetchFromAmazon) {
  const kept = new Map<string, X509Certificate>()

  async function certificateAt(url: string): Promise<X509Certificate> {
    const known = kept.get(url)
    if (known && isInForce(known)) return known
    const certificate = new X509Certificate(await fetchCertificate(url))
    if (!isInForce(certificate)) throw new Error('the certificate is out of date')
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(url, certificate)
    return certificate
  }

  return async (call: Fields): Promise<string | undefined> => {
    const fields = signed[textOf(call.Type)]
    const algorithm = algorithms[textOf(call.SignatureVersion)]
    if (!fields || !algorithm) return 'a type or a signature that Amazon SNS does not have'
    const url = textOf(call.SigningCertURL)
    if (!isCertificateUrl(url, textOf(call.TopicArn)))
      return 'a certificate that is not of Amazon SNS'
    try {
      const certificate = await certificateAt(url)
      const text = fields
        .filter((name) => typeof call[name] === 'string')
        .map((name) => `${name}\n${textOf(call[name])}\n`)
        .join('')
      const verify = createVerify(algorithm).update(text, 'utf8')
      const isSigned = verify.verify(certificate.publicKey, textOf(call.Signature), 'base64')
      return isSigned ? undefined : 'the signature does not match'
    } catch (error) {
      return `no certificate: ${error instanceof Error ? error.message : 'unknown'}`
    }
  }
}

/** `arn:aws:sns:eu-west-1:123456789012:name` */
export function regionOf(topic: string): string {
  return topic.split(':')[3] ?? ''
}

function isCertificateUrl(text: string, topic: string): boolean {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '') return false
  const host = `sns.${regionOf(topic)}.amazonaws.com`
  const isAmazon = url.hostname === host || url.hostname === `${host}.cn`
  return isAmazon && /^\/SimpleNotificationService-[\w-]+\.pem$/.test(url.pathname)
}

function isInForce({ validFromDate, validToDate }: X509Certificate): boolean {
  const now = new Date()
  return validFromDate <= now && now <= validToDate
}

async function fetchFromAmazon(url: string): Promise<string> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  })
  if (!response.ok) throw new Error(`${response.status}`)
  return bodyOf(response)
}
