import type { Work } from './foreign-hashes/index.ts'

/**
 * Makes all checks equal work: for each family of work that was met, every check pays the largest amount met. Waiting
 * instead of working would not do: a check that waits does not slow down when the machine is busy, and an attacker can
 * keep it busy.
 */
export function createEqualWork() {
  const most = new Map<string, Work>()
  return {
    meet(work: Work): void {
      if (work.amount > (most.get(work.family)?.amount ?? 0)) most.set(work.family, work)
    },
    /** Stored hashes to check besides one of this work. */
    besides(work: Work): string[] {
      return [...most.values()].flatMap(({ family, amount, decoys }) =>
        decoys(family === work.family ? amount - work.amount : amount),
      )
    },
  }
}
