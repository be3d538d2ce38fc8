import type { Message } from '@latchkey/core'
import type { Branding } from '../rendered-mail.ts'

export const branding: Branding = {
  productName: 'Latchkey',
  publicUrl: 'https://reset.example.test',
}

export const recovery: Extract<Message, { kind: 'recovery' }> = {
  kind: 'recovery',
  id: 'b7c1f0aa-53de-4c1b-9f5e-0d2a6c8e91ff',
  to: 'ada@example.test',
  login: 'ada@example.test',
  locale: 'en',
  link: 'https://app.example.test/reset-password#token=kQxNf7-bGm_TzWcRyUhVjPsLdAeOiXq2nB8vMtZrKwY',
  code: '482915',
  requestedAt: new Date('2026-11-20T12:55:00Z'),
  linkExpiresAt: new Date('2026-11-20T13:55:00Z'),
  codeExpiresAt: new Date('2026-11-20T13:05:00Z'),
  device: 'Firefox on Linux',
}

export const passwordChanged: Extract<Message, { kind: 'password-changed' }> = {
  kind: 'password-changed',
  id: '5d0e8f7b-1c2d-4e3f-8a9b-c0d1e2f3a4b5',
  to: 'ada@example.test',
  login: 'ada@example.test',
  locale: 'en',
  changedAt: new Date('2026-11-20T12:55:00Z'),
}
