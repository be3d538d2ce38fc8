/** Milliseconds for messages under way to be finished, before they are left to their lease. */
export const SEND_DRAIN_MS = 15_000
