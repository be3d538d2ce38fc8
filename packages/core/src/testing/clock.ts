export type Span = { hours?: number; minutes?: number; seconds?: number }

/** A clock that stands still until a test lets time pass. It plays the database's. */
export type SettableClock = { now(): Date; pass(span: Span): void }

export function createClock(start = new Date('2030-01-01T00:00:00.000Z')): SettableClock {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    pass({ hours = 0, minutes = 0, seconds = 0 }) {
      now += ((hours * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}

export function minutesAfter(date: Date, minutes: number): Date {
  return new Date(date.getTime() + minutes * 60_000)
}

export function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other
}
