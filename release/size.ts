import type { Packed } from './pack.ts'

/** The largest tarballs, in kB, a tenth above what they were; half of it is source maps. A commit that raises a number says why. */
const budgets: Record<string, number> = {
  '@latchkey/core': 115,
  '@latchkey/api': 40,
  '@latchkey/db': 540,
  '@latchkey/email': 185,
  '@latchkey/wording': 90,
  '@latchkey/react': 160,
  // Most of it is the list of common passwords, which does not compress.
  '@latchkey/server': 3_300,
}

/** For a package without a row of its own. */
const OTHERWISE = 500

export function sizeProblems({ name, bytes }: Packed): string[] {
  const budget = budgets[name] ?? OTHERWISE
  const kilobytes = Math.ceil(bytes / 1000)
  return kilobytes > budget ? [`${kilobytes} kB, more than ${budget} kB (release/size.ts)`] : []
}
