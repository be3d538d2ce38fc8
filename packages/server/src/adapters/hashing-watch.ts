/** Records every password hash, and the queue in front of it. */
export type HashingWatch = {
  hashed(seconds: number): void
  /** One more waits, or one fewer. */
  waiting(change: 1 | -1): void
  refused(): void
}

export const unwatched: HashingWatch = { hashed() {}, waiting() {}, refused() {} }
