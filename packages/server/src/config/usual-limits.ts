import type { Limits } from '@latchkey/core'
import { limitWindows, MOST_HITS, MOST_IN_ALL } from './limit-windows.ts'

/** The limits of an operator who sets none: `5/1m,20/1h` is five a minute and twenty an hour. */
export const usualLimits = {
  'request-by-client': '30/1m,100/1h',
  'request-by-address-and-client': '5/1m,20/1h',
  'request-in-all': '300/1m',
  'mail-by-address': '1/1m,5/1h,10/1d',
  'proof-by-client': '30/15m',
  'guess-by-address': '20/1d',
  'guess-in-all': '200/1h',
  'sign-in-by-client': '50/15m',
  'sign-in-by-address': '10/15m',
  'guess-in-a-row': 100,
  'sign-in-in-a-row': 100,
  longestSignInWaitSeconds: 60,
} as const

/** Limits as they are written; those that are left out are the usual ones. */
export type WrittenLimits = {
  [Name in Exclude<keyof typeof usualLimits, Counts>]?: string
} & { [Name in Counts]?: number }

type Counts = 'guess-in-a-row' | 'sign-in-in-a-row' | 'longestSignInWaitSeconds'

/** @param problems gets what is wrong with them, in words. */
export function limitsFrom(written: WrittenLimits, problems: string[]): Limits {
  const texts = { ...usualLimits, ...written }
  const windows = (name: Exclude<keyof typeof usualLimits, Counts>) => {
    const read = limitWindows(texts[name], name.endsWith('-in-all') ? MOST_IN_ALL : MOST_HITS)
    problems.push(...read.problems.map((problem) => `limits['${name}']: ${problem}`))
    return read.windows
  }
  return {
    'request-by-client': windows('request-by-client'),
    'request-by-address-and-client': windows('request-by-address-and-client'),
    'request-in-all': windows('request-in-all'),
    'mail-by-address': windows('mail-by-address'),
    'proof-by-client': windows('proof-by-client'),
    'guess-by-address': windows('guess-by-address'),
    'guess-in-all': windows('guess-in-all'),
    'sign-in-by-client': windows('sign-in-by-client'),
    'sign-in-by-address': windows('sign-in-by-address'),
    'sign-in-by-address-and-client': windows('sign-in-by-address'),
    'guess-in-a-row': texts['guess-in-a-row'],
    'sign-in-in-a-row': texts['sign-in-in-a-row'],
    longestSignInWaitSeconds: texts.longestSignInWaitSeconds,
  }
}
