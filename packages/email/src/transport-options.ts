import { isIPv4 } from 'node:net'
import type { SMTPPoolOptions } from 'nodemailer'
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

type Settings = { timeouts: Timeouts; maxConnections: number }

export function transportOptions(
  server: SmtpServer,
  { timeouts, maxConnections }: Settings,
): SMTPPoolOptions & { pool: true } {
  return {
    pool: true,
    maxConnections,
    // A second connection is for one that went stale while idle; anything else waits for our own queue.
    maxRequeues: 1,
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.auth ? { auth: server.auth } : {}),
    ...encryption(server),
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.idleMs,
    disableFileAccess: true,
    disableUrlAccess: true,
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

function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.')
  return host === '::1' || host.toLowerCase() === 'localhost'
}
