import type { JobKind, JobKinds, JobRoom } from '@latchkey/core'

export type KindWithRoom = { kind: JobKind; room: number }

/**
 * The kinds to claim, the most urgent first. Kinds of the same priority take turns, so that none waits for as long as
 * another is busy.
 */
export function byUrgency(kinds: JobKinds): (room: JobRoom | undefined) => KindWithRoom[] {
  const names = Object.keys(kinds) as JobKind[]
  let turn = 0
  return (room) => {
    turn = (turn + 1) % names.length
    return [...names.slice(turn), ...names.slice(0, turn)]
      .map((kind) => ({ kind, ...kinds[kind] }))
      .sort((one, other) => (other.priority ?? 0) - (one.priority ?? 0))
      .map(({ kind, concurrency = 0 }) => ({ kind, room: room ? (room[kind] ?? 0) : concurrency }))
      .filter((one) => one.room > 0)
  }
}
