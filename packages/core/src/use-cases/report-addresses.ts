import type { EmailAddress } from '../email-address.ts'
import type { Observe } from '../event.ts'
import type { ReportedAddress, Secrets, SuppressionStore } from '../ports/index.ts'

/** What a mail service reports, before it is known where it is stored. */
export type AddressReport = Omit<ReportedAddress, 'digest'> & { address: EmailAddress }

/** Takes down what a mail service reports of addresses. */
export function reportAddresses({
  suppressions,
  secrets,
  observe,
}: {
  suppressions: SuppressionStore
  secrets: Pick<Secrets, 'addressDigest'>
  observe: Observe
}) {
  return async (service: string, reports: readonly AddressReport[]): Promise<void> => {
    if (reports.length === 0) return
    const known = await suppressions.report(
      reports.map(({ address, ...report }) => ({
        ...report,
        digest: secrets.addressDigest(address),
      })),
    )
    const count = (cause: AddressReport['cause']) =>
      reports.filter((report) => report.cause === cause).length
    observe({
      event: 'mail.reported',
      service,
      bounced: count('bounced'),
      complained: count('complained'),
      recorded: known,
    })
  }
}
