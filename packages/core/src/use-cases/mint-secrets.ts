import { type MessageKind, messageKinds, type SecretTexts } from '../message.ts'
import type { DeliveryParts } from '../parts.ts'
import type { MintedSecret } from '../ports/index.ts'
import { lifetimeMinutesOf, type MailedSecretKind, type MailedTokenKind } from '../secret.ts'

/** The secrets of one email: as it shows them, and as they are stored. */
export type Minted = {
  texts: SecretTexts
  stored: readonly MintedSecret[]
}

/** Mints every secret that this kind of email carries. A code is bound to its request. */
export function mintSecrets(
  parts: DeliveryParts,
  messageKind: MessageKind,
  requestId: string | undefined,
): Minted {
  const kinds: readonly MailedSecretKind[] = messageKinds[messageKind].secrets
  const minted = kinds.map((kind) => {
    const { text, digest } = kind === 'code' ? mintCode(parts, requestId) : mintLink(parts, kind)
    return { kind, text, digest, lifetimeMinutes: lifetimeMinutesOf(kind, parts.policy) }
  })
  return {
    texts: Object.fromEntries(minted.map(({ kind, text }) => [kind, text])),
    stored: minted.map(({ text: _, ...stored }) => stored),
  }
}

function mintLink({ secrets, linkTo }: DeliveryParts, kind: MailedTokenKind) {
  const token = secrets.newToken()
  return { text: linkTo[kind](token), digest: secrets.tokenDigest(token) }
}

function mintCode({ secrets }: DeliveryParts, requestId: string | undefined) {
  if (requestId === undefined) throw new Error('A code needs a request to be bound to')
  const code = secrets.newCode()
  return { text: code, digest: secrets.codeDigest(requestId, code) }
}
