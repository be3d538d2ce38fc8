import type { Window } from '@latchkey/core'
import * as z from 'zod'

/* Rate limits as operators write them: `5/1m,20/1h` is five a minute and twenty an hour. */

const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 }
const LONGEST_DAYS = 30

/** The time of each hit is stored, so a window is limited to this many. */
export const MOST_HITS = 1_000

/** The hits of a global limit are only counted. */
export const MOST_IN_ALL = 1_000_000

/** @returns the windows, shortest first, and the problems in words. */
export function limitWindows(
  text: string,
  mostHits: number,
): { windows: Window[]; problems: string[] } {
  const problems: string[] = []
  const windows = text.split(',').flatMap((part) => {
    const window = windowIn(part.trim())
    if (!window) {
      problems.push(
        `"${part.trim()}" is not a limit; write hits and the time they count for, like 5/1m,20/1h (s, m, h or d)`,
      )
      return []
    }
    if (window.most < 1 || window.most > mostHits) {
      problems.push(`"${part.trim()}" must allow between 1 and ${mostHits} hits`)
    }
    if (window.seconds < 1 || window.seconds > LONGEST_DAYS * secondsIn.d) {
      problems.push(`"${part.trim()}" must span between 1s and ${LONGEST_DAYS}d`)
    }
    return [window]
  })
  windows.sort((a, b) => a.seconds - b.seconds)
  for (const [i, longer] of windows.entries()) {
    const shorter = windows[i - 1]
    if (!shorter) continue
    if (longer.seconds === shorter.seconds) {
      problems.push(`has two limits for ${longer.seconds} seconds; keep one of them`)
    } else if (longer.most <= shorter.most) {
      problems.push(
        `allows ${shorter.most} in ${shorter.seconds} seconds and no more in ${longer.seconds}, so the shorter one has no effect; remove it, or let the longer one allow more`,
      )
    }
  }
  return { windows, problems }
}

function windowIn(text: string): Window | undefined {
  const [, most, length, unit] = /^(\d{1,9})\s*\/\s*(\d{0,9})([smhd])$/.exec(text) ?? []
  if (most === undefined || unit === undefined) return undefined
  const seconds = Number(length || 1) * secondsIn[unit as keyof typeof secondsIn]
  return { most: Number(most), seconds }
}

export function windowsSetting(byDefault: string, mostHits = MOST_HITS) {
  return z
    .string()
    .default(byDefault)
    .transform((text, context) => {
      const { windows, problems } = limitWindows(text, mostHits)
      for (const problem of problems) context.addIssue(problem)
      return problems.length > 0 ? z.NEVER : windows
    })
}
