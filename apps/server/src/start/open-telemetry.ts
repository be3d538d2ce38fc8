import type { Config } from '../config/config.ts'
import { versionOf } from '../locations.ts'
import type { Logger } from '../log.ts'
import type { Telemetry } from '../telemetry/start-telemetry.ts'

/** Milliseconds that the end of a process waits for what is not sent yet. */
const FLUSH_MS = 3_000

export type TelemetryPart = {
  part: 'web' | 'worker'
  /** Threads of this process that export. They end one after the other, and share the time. */
  threads: 1 | 2
}

/** Without settings for it, nothing of the SDK is loaded. */
export async function openTelemetry(
  { telemetry }: Pick<Config, 'telemetry'>,
  { part, threads }: TelemetryPart,
  log: Logger,
): Promise<Telemetry | undefined> {
  if (telemetry === undefined) return undefined
  const { startTelemetry } = await import('../telemetry/start-telemetry.ts')
  return startTelemetry(telemetry, {
    ...{ part, version: versionOf(), flushMs: FLUSH_MS / threads, log },
  })
}
