import type { Locale, Message, MessageKind, MessageOf } from '@latchkey/core'

/* One email of each kind, for pictures, golden files and the gallery. */

const requestId = 'b7c1f0aa-53de-4c1b-9f5e-0d2a6c8e91ff'
const at = (time: string, day = 20) => new Date(`2026-11-${day}T${time}:00Z`)

const madeUp = {
  resetUrl: 'https://app.example.test/reset-password#token={token}',
  notMeUrl: 'https://app.example.test/not-me#token={token}',
}

/** One message of each kind, for previews and tests. In the addresses, `{token}` stands for the token. */
export function sampleMessages(locale: Locale, { resetUrl, notMeUrl } = madeUp): Message[] {
  const addressed = { to: 'ada@example.test', locale }
  const aboutRequest = {
    requestId,
    requestedAt: at('12:55'),
    device: 'Firefox on Linux',
    requestedIn: locale,
  }
  const login = addressed.to
  const samples: { [K in MessageKind]: MessageOf<K> } = {
    recovery: {
      kind: 'recovery',
      id: 'b0d3f3a2-8f0e-4a6c-9c0b-1f2e3d4c5b6a',
      ...addressed,
      ...aboutRequest,
      login,
      link: resetUrl.replace('{token}', 'kQxNf7-bGm_TzWcRyUhVjPsLdAeOiXq2nB8vMtZrKwY'),
      code: '482915',
      linkExpiresAt: at('13:55'),
      codeExpiresAt: at('13:05'),
      mintedAt: at('12:55'),
    },
    'password-changed': {
      kind: 'password-changed',
      id: '5d0e8f7b-1c2d-4e3f-8a9b-c0d1e2f3a4b5',
      ...addressed,
      login,
      changedAt: at('13:02'),
      device: 'Firefox on Linux',
      notMeLink: notMeUrl.replace('{token}', 'Yk8wQz-rTn_PbLcXeUiVaGsJdMoHfKq3xS7vEtWyRzN'),
      notMeExpiresAt: at('13:02', 23),
    },
    'no-password': {
      kind: 'no-password',
      id: '0c3f8d51-92f4-4f2b-b0a4-7e1d2c3b4a59',
      ...addressed,
      ...aboutRequest,
      login,
    },
    'no-account': {
      kind: 'no-account',
      id: '7a1b2c3d-4e5f-4a6b-8c9d-0e1f2a3b4c5d',
      ...addressed,
      ...aboutRequest,
    },
    'link-issued': {
      kind: 'link-issued',
      id: '1e2d3c4b-5a69-4788-8796-a5b4c3d2e1f0',
      ...addressed,
      login,
      issuedAt: at('09:30'),
      linkExpiresAt: at('09:45'),
    },
    'reset-required': {
      kind: 'reset-required',
      id: '2f3e4d5c-6b7a-4899-98a7-b6c5d4e3f201',
      ...addressed,
      login,
      publicReason: 'Somebody outside of our company has read a list of our accounts.',
      isLocked: true,
    },
  }
  return Object.values(samples)
}
