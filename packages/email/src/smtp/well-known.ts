import wellKnown from 'nodemailer/lib/well-known'

export type WellKnownServer = { host: string; port: number; secure: boolean }

/** Where a mail service known to the library listens. By its name, or by an address of its domain. */
export function wellKnownServer(nameOrAddress: string): WellKnownServer | undefined {
  const known = wellKnown(nameOrAddress)
  if (!known || known.host === undefined || known.port === undefined) return undefined
  return { host: known.host, port: Number(known.port), secure: known.secure === true }
}
