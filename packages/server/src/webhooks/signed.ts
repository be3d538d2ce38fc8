import type { EventToDeliver } from '@latchkey/db'
import { SignJWT } from 'jose'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import type { Call } from './post.ts'
import { securityEventOf } from './security-events.ts'
import { type SigningKey, signingKeys } from './signing-keys.ts'
import type { Webhook } from './webhook.ts'

/** Who tells. */
export type Issuer = { publicUrl: string; keys: readonly SigningKey[] }

export async function issuerOf(
  publicUrl: string,
  serverSecrets: readonly string[],
): Promise<Issuer> {
  return { publicUrl, keys: await signingKeys(serverSecrets) }
}

/** What is sent of an event. `at`: when it happened. */
export type EventToSend = Pick<EventToDeliver, 'id' | 'at' | 'event'>

export function signedCall(
  webhook: Webhook,
  toSend: EventToSend,
  { issuer, now }: { issuer: Issuer; now: Date },
): Call | Promise<Call> {
  return webhook.format === 'standard'
    ? standardCall(webhook, toSend, now)
    : securityEventCall(webhook, toSend, { issuer, now })
}

function standardCall(
  { url, secrets }: Extract<Webhook, { format: 'standard' }>,
  { id, at, event: { type, data } }: EventToSend,
  now: Date,
): Call {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': secrets
        .map((secret) => new StandardWebhook(secret).sign(id, now, body))
        .join(' '),
    },
  }
}

async function securityEventCall(
  { url, audience, token }: Extract<Webhook, { format: 'caep' }>,
  { id, at, event }: EventToSend,
  { issuer: { publicUrl, keys }, now }: { issuer: Issuer; now: Date },
): Promise<Call> {
  const [signing] = keys
  if (!signing) throw new Error('There is no key to sign with')
  const { uri, claims } = securityEventOf(event)
  const seconds = Math.floor(at.getTime() / 1_000)
  const requestId = 'requestId' in event.data ? event.data.requestId : null
  const set = new SignJWT({
    jti: id,
    iss: publicUrl,
    aud: audience,
    iat: Math.floor(now.getTime() / 1_000),
    toe: seconds,
    ...(requestId !== null && { txn: requestId }),
    sub_id: subjectOf(event, publicUrl),
    events: { [uri]: { event_timestamp: seconds, ...claims } },
  }).setProtectedHeader({ alg: 'ES256', typ: 'secevent+jwt', kid: signing.id })
  return {
    url,
    body: await set.sign(signing.key),
    headers: {
      'content-type': 'application/secevent+jwt',
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  }
}

/** RFC 9493. What is about everybody is about those whom the issuer knows. */
function subjectOf({ data }: EventToSend['event'], issuer: string): object {
  return 'accountId' in data && data.accountId !== null
    ? { format: 'iss_sub', iss: issuer, sub: data.accountId }
    : { format: 'complex', tenant: { format: 'uri', uri: issuer } }
}
