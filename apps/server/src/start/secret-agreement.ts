import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createSecretSightings, type Database } from '@latchkey/db'
import { fingerprintOf, serverSecrets } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'

export const SECRETS_DIFFER = {
  says: 'A process that runs signs with a server secret that these settings do not have, so each refuses the codes of the other.',
  todo: 'Give all processes the same LATCHKEY_SECRET.',
}

/** Whether the processes that run sign with a server secret of these settings. `alone`: none runs. */
export async function secretAgreement(
  config: Config,
  database: Database,
): Promise<'alone' | 'agree' | 'differ'> {
  // Reading a generated one would make it, if there is none.
  const secrets =
    config.secrets ??
    (existsSync(join(config.dataDir, 'secret')) ? serverSecrets(config.dataDir) : [])
  const known = new Set(secrets.map((secret) => hex(fingerprintOf(secret))))
  const live = (await createSecretSightings(database).seen()).filter((seen) => seen.live)
  if (live.length === 0 || database.kind === 'embedded') return 'alone'
  return live.every(({ fingerprint }) => known.has(hex(fingerprint))) ? 'agree' : 'differ'
}

function hex(fingerprint: Uint8Array): string {
  return Buffer.from(fingerprint).toString('hex')
}
