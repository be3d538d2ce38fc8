import type { Message, MessageKind } from '@latchkey/core'
import type { Branding } from '../render/rendered-email.ts'
import { sampleMessages } from '../render/samples.ts'

export const branding: Branding = {
  productName: 'Latchkey',
  publicUrl: 'https://reset.example.test',
  signInUrl: 'https://reset.example.test/sign-in',
  forgotPasswordUrl: 'https://reset.example.test/forgot-password',
}

export function sample<K extends MessageKind>(kind: K): Extract<Message, { kind: K }> {
  const found = sampleMessages('en').find((message) => message.kind === kind)
  if (!found) throw new Error(`no sample of ${kind}`)
  return found as Extract<Message, { kind: K }>
}

type Recovery = Extract<Message, { kind: 'recovery' }>

export const recovery = sample('recovery') as Recovery & { code: string; codeExpiresAt: Date }
export const passwordChanged = sample('password-changed')
