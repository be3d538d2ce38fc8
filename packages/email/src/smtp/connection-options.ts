import { isLoopback } from '@latchkey/core'
import type { SMTPConnectionOptions, SMTPTransportOptions } from 'nodemailer'
import { type Opened, openSocket } from './open-socket.ts'
import type { ParsedSmtpUrl } from './smtp-url.ts'

export type SmtpServer = Extract<ParsedSmtpUrl, { ok: true }>

/** How long a mail server is waited for, in milliseconds. */
export type Timeouts = {
  connectMs: number
  greetingMs: number
  idleMs: number
  overallMs: number
}

// Not shorter: a hand-over that is given up after the final dot may have been accepted, and is then sent twice.
export const defaultTimeouts: Timeouts = {
  connectMs: 10_000,
  greetingMs: 15_000,
  idleMs: 60_000,
  overallMs: 90_000,
}

export function connectionOptions(server: SmtpServer, timeouts: Timeouts) {
  return {
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...encryption(server),
    getSocket: (_options: unknown, opened: Opened) =>
      openSocket({ host: server.host, port: server.port, timeoutMs: timeouts.connectMs }, opened),
    // The library includes the greeting in this one, and cuts the greeting short by what is left of it.
    connectionTimeout: timeouts.connectMs + timeouts.greetingMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.idleMs,
    // Destroys a socket that is given up at once: a server that stalls would not close its side either.
    socketCloseTimeout: 0,
  } satisfies SMTPTransportOptions
}

function encryption({ host, secure }: SmtpServer): SMTPConnectionOptions {
  // Mail catchers and local relays often have no certificate, or a self-signed one.
  if (isLoopback(host)) {
    return { ...(!secure && { opportunisticTLS: true }), tls: { rejectUnauthorized: false } }
  }
  return { requireTLS: !secure, tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' } }
}
