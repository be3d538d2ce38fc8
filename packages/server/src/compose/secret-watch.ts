import { createHmac } from 'node:crypto'
import { createSecretSightings, type Database, type SecretSightings } from '@latchkey/db'
import { serverSecrets } from '../adapters/server-secret.ts'
import type { SecretsConfig } from '../config/server-config.ts'
import type { Log } from '../log.ts'

/*
 * Processes that share a database and not a server secret refuse each other's codes, and nothing else shows it. So each
 * process notes a fingerprint of its secret in the database, and compares those of the others.
 */

const CHECK_EVERY_MS = 60_000

export type SecretWatch = {
  /** Whether another process signs with a server secret that this one does not know. */
  differs(): boolean
  stop(): Promise<void>
}

export async function watchSecret(
  config: SecretsConfig,
  database: Database,
  log: Log,
): Promise<SecretWatch> {
  const ours = (config.secrets ?? serverSecrets(config.dataDir)).map(fingerprintOf)
  // An embedded database has one process, so a row that looks live is of a process that was killed.
  const onlyProcess = database.kind === 'embedded'
  const check = secretCheck({ sightings: createSecretSightings(database), ours, onlyProcess }, log)
  await check.run()
  const timer = setInterval(() => void check.run(), CHECK_EVERY_MS).unref()
  return {
    differs: check.differs,
    async stop() {
      clearInterval(timer)
      await check.leave()
    },
  }
}

type Shared = {
  sightings: SecretSightings
  /** The fingerprints of all secrets that this process knows, the one it signs with first. */
  ours: readonly Uint8Array[]
  onlyProcess: boolean
}

export function secretCheck(
  { sightings, ours, onlyProcess }: Shared,
  log: Pick<Log, 'error' | 'warn' | 'info'>,
) {
  const known = new Set(ours.map(text))
  const [signing] = ours
  let first = true
  let differs = false
  return {
    differs: () => differs,
    async leave(): Promise<void> {
      // If the database is away, the row is outdated in three minutes.
      if (signing) await sightings.leave(signing).catch(() => undefined)
    },
    async run(): Promise<void> {
      try {
        const seen = await sightings.seen()
        const before = differs
        differs =
          !onlyProcess &&
          seen.some(({ fingerprint, live }) => live && !known.has(text(fingerprint)))
        if (differs && !before) {
          log.error({
            event: 'secret.differs',
            message:
              'Another process on this database signs with a server secret that this one does not know, so each refuses the codes of the other. Give all processes the same one (LATCHKEY_SECRET, or the option secret)',
          })
        } else if (before && !differs) {
          log.info({ event: 'secret.agrees' })
        } else if (first && seen[0] && !known.has(text(seen[0].fingerprint))) {
          log.warn({
            event: 'secret.changed',
            message:
              'The last process on this database signed with another server secret. Codes that were emailed before are refused; their links work',
          })
        }
        first = false
        if (signing) await sightings.note(signing)
      } catch (err) {
        // Requests say that the database is away. The next check finds out.
        log.warn({ event: 'secret.unchecked', err })
      }
    },
  }
}

/** Keyed with the secret itself, so that it tells nothing about a secret that cannot be guessed. */
export function fingerprintOf(secret: string): Uint8Array {
  return createHmac('sha256', secret).update('latchkey secret fingerprint').digest().subarray(0, 16)
}

function text(fingerprint: Uint8Array): string {
  return Buffer.from(fingerprint).toString('hex')
}
