/** For the mailbox of the test kit, which would give up after ten seconds: the bound of vitest.shared.ts. */
export const longWait = { withinMs: 120_000 }
