import type { Config } from '../config/config.ts'

/** How long a process that ends says that it is not ready. At a terminal nothing waits for that. */
export function pauseMs(config: Pick<Config, 'drainSeconds'>, atOnce: boolean): number {
  return atOnce ? 0 : config.drainSeconds * 1_000
}
