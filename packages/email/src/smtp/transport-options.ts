import { isIPv4 } from 'node:net'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { ParsedSmtpUrl } from './smtp-url.ts'

export type SmtpServer = Extract<ParsedSmtpUrl, { ok: true }>

export type Timeouts = {
  connectMs: number
  greetingMs: number
  idleMs: number
  overallMs: number
}

// Not shorter: a hand-over given up after the final dot may have been accepted, and is mailed twice.
export const patience: Timeouts = {
  connectMs: 10_000,
  greetingMs: 15_000,
  idleMs: 60_000,
  overallMs: 90_000,
}

export function transportOptions(server: SmtpServer, timeouts: Timeouts): SMTPConnectionOptions {
  return {
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...encryption(server),
    // The library counts the greeting in, and cuts it short by what is left.
    connectionTimeout: timeouts.connectMs + timeouts.greetingMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.idleMs,
    // One that is given up is of no use to anybody.
    socketCloseTimeout: 0,
  }
}

function encryption({ host, secure }: SmtpServer) {
  // Mail catchers and local relays often have no certificate, or one they signed themselves.
  if (!secure && isLoopback(host)) {
    return { opportunisticTLS: true, tls: { rejectUnauthorized: false } }
  }
  return {
    requireTLS: !secure,
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
  } as const
}

/** It never leaves the machine. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.')
  return host === '::1' || host.toLowerCase() === 'localhost'
}
