import type { Config } from '../config/config.ts'
import { versionOf } from '../locations.ts'
import type { Logger } from '../log.ts'
import type { Telemetry } from '../telemetry/start-telemetry.ts'

/** Without settings for it, nothing of the SDK is loaded. */
export async function openTelemetry(
  { telemetry }: Pick<Config, 'telemetry'>,
  part: 'web' | 'worker',
  log: Logger,
): Promise<Telemetry | undefined> {
  if (telemetry === undefined) return undefined
  const { startTelemetry } = await import('../telemetry/start-telemetry.ts')
  return startTelemetry(telemetry, { part, version: versionOf(), log })
}
