import type { Config } from '../config/config.ts'

/** What a command may touch of the process it runs in. */
export type Terminal = {
  /** @throws ConfigError */
  config(): Config
  print(line: string): void
  readInput(): Promise<string>
  /** Asks whoever sits there; `undefined` when nobody does. */
  ask(question: string): Promise<string | undefined>
  /**
   * Called once, at SIGINT or SIGTERM: what was accepted is finished, then the process ends. It ends by force
   * after 25 seconds or at a later signal.
   */
  onStop(stop: () => Promise<void>): void
}

/** A failure that is the operator's to mend: one sentence, no stack. */
export class CommandFailed extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CommandFailed'
  }
}
