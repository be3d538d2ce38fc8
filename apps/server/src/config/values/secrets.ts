import { createPrivateKey } from 'node:crypto'
import { isWebhookSecret } from '@latchkey/server/parts'
import * as z from 'zod'

export const webhookSecrets = z.string().transform((value, context) => {
  const secrets = value.split(/[\s,]+/).filter(Boolean)
  if (secrets.length > 0 && secrets.every(isWebhookSecret)) return secrets
  context.addIssue(
    'must be whsec_ and the base64 of 24 to 64 random bytes; make one with: echo "whsec_$(openssl rand -base64 32)"',
  )
  return z.NEVER
})

export const privateKey = z.string().transform((value, context) => {
  const pem = value.replaceAll('\\n', '\n')
  try {
    createPrivateKey(pem)
    return pem
  } catch {
    context.addIssue('must be a private key in PEM form')
    return z.NEVER
  }
})

export const rsaPrivateKey = privateKey.refine(
  (pem) => createPrivateKey(pem).asymmetricKeyType === 'rsa',
  { error: 'must be an RSA key, as the service account has it' },
)

export const typedPassword = z
  .string()
  .regex(/^\P{Cc}+$/u, { error: 'must not be empty, and must not contain control characters' })
