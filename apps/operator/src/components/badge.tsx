import type { ReactNode } from 'react'

export type Tone = 'good' | 'waiting' | 'bad' | 'neutral'

/** A state in a word. The tone only repeats it: the word says everything. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge is-${tone}`}>{children}</span>
}
