import type { Readable } from 'node:stream'
import type { Config } from '../config/config.ts'
import type { ShownSetting } from '../config/show-settings.ts'

/** What a command may touch of the process it runs in. */
export type Terminal = {
  /** @throws ConfigError */
  config(): Config
  /** Every setting, as it is given. */
  settings(): ShownSetting[]
  /** Who runs the command, for the audit trail; `null` if the system has no name for them. */
  operator: string | null
  print(line: string): void
  readInput(): Promise<string>
  /** Standard input, for what is too long to be read at once. */
  input(): Readable
  /**
   * The user's answer; `undefined` if the terminal is not interactive.
   *
   * @throws CommandFailed at Ctrl-C.
   */
  question(text: string): Promise<string | undefined>
  /** For people, and not part of the result. A server in production logs it instead. */
  say(line: string): void
  /** To the person who started a server. Production has its log for that, and prints nothing. */
  welcome(lines: string): void
  /**
   * `stop` is called once, at SIGINT or SIGTERM, and finishes accepted work; then the process ends. It is killed after
   * 25 seconds more than `drainSeconds`, or at a second signal.
   */
  onStop(stop: Stop, drainSeconds?: number): void
}

/** @param atOnce at a SIGINT, which is Ctrl-C: no load balancer waits for the end. */
export type Stop = (atOnce: boolean) => Promise<void>

/** The exit codes of what a signal ended, as shells count them. */
export const STOPPED = { SIGINT: 130, SIGTERM: 143 }

/** A failure that the operator can correct. It is printed as one sentence, without a stack. */
export class CommandFailed extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
    this.name = 'CommandFailed'
  }
}

/** A failure of a command that had done a part. What was done stands in the JSON of the failure. */
export class HalfDone extends Error {
  readonly done: object

  constructor(done: object, cause: unknown) {
    super('It ended before it was done.', { cause })
    this.done = done
    this.name = 'HalfDone'
  }
}
