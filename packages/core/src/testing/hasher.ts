import type { HashablePassword } from '../password.ts'
import type { PasswordHasher } from '../ports/index.ts'

export type CountingHasher = PasswordHasher & {
  /** How much work was done. */
  readonly work: { hashed: number; verified: number }
  /** Runs this once, while the next hash or check is under way. */
  duringNext(something: () => Promise<unknown> | unknown): void
}

/** Costs nothing and counts everything. A hash that starts with `old:` is outdated, one with `bomb:` has a problem. */
export function createCountingHasher(): CountingHasher {
  const work = { hashed: 0, verified: 0 }
  let meanwhile: () => Promise<unknown> | unknown = () => undefined
  const takeTime = async () => {
    const once = meanwhile
    meanwhile = () => undefined
    await once()
  }
  return {
    work,
    duringNext(something) {
      meanwhile = something
    },
    async hash(password) {
      work.hashed += 1
      await takeTime()
      return hashOf(password)
    },
    async verify(stored, password) {
      work.verified += 1
      await takeTime()
      if (stored === undefined || stored.startsWith('bomb:')) return false
      return passwordIn(stored) === password
    },
    isOutdated: (stored) => stored.startsWith('old:'),
    problemWith: (stored) => (stored.startsWith('bomb:') ? 'it would take too long' : undefined),
  }
}

export function hashOf(password: HashablePassword, kind: 'old' | 'new' = 'new'): string {
  return `${kind}:${password}`
}

function passwordIn(stored: string): string {
  return stored.slice(stored.indexOf(':') + 1)
}
