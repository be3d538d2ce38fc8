import type { Locale } from '@latchkey/core'

// English without a region would use a 12-hour clock. Digits are Latin everywhere, like those of the codes.
const formatLocales: Partial<Record<Locale, string>> = { en: 'en-GB', ar: 'ar-u-nu-latn' }

/** Times, numbers and lists, as people of a language write them. */
export type Formats = {
  /** "45 seconds", "90 minutes", "3 hours". Rounded up: a wait is never longer than announced. */
  duration(seconds: number): string
  /** "13:55", in the time zone of the reader unless one is given. */
  time(date: Date, timeZone?: string): string
  /** "20 November", without a year: people could take a year for the code. */
  day(date: Date, timeZone?: string): string
  /** "20 November 2026 at 13:55" */
  dateAndTime(date: Date, timeZone?: string): string
  number(value: number): string
  /** "a, b and c" */
  list(items: readonly string[]): string
}

/** Formatters are cached: making one takes a thousand times longer than using it. */
export function formatsFor(locale: Locale): Formats {
  const tag = formatLocales[locale] ?? locale
  const dates = cached((key: string) => {
    const [style, timeZone] = key.split(' ')
    return new Intl.DateTimeFormat(tag, {
      ...dateStyles[style as keyof typeof dateStyles],
      ...(timeZone ? { timeZone } : {}),
    })
  })
  const units = cached(
    (unit: string) => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }),
  )
  const numbers = new Intl.NumberFormat(tag)
  const lists = cached(() => new Intl.ListFormat(tag, { type: 'conjunction' }))
  const dated = (style: keyof typeof dateStyles) => (date: Date, timeZone?: string) => {
    const parts = dates(timeZone ? `${style} ${timeZone}` : style).formatToParts(date)
    return parts.map((part) => corrected(part, locale)).join('')
  }

  return {
    duration(seconds) {
      if (seconds < 60) return units('second').format(Math.max(1, Math.ceil(seconds)))
      const minutes = Math.ceil(seconds / 60)
      if (minutes < 180 && minutes % 60 !== 0) return units('minute').format(minutes)
      return units('hour').format(Math.ceil(seconds / 3600))
    },
    time: dated('time'),
    day: dated('day'),
    dateAndTime: dated('both'),
    number: (value) => numbers.format(value),
    list: (items) => lists('').format(items),
  }
}

const dateStyles = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'long' },
  both: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Some languages ignore `2-digit`, and French writes the first day of a month as "1er". */
function corrected({ type, value }: Intl.DateTimeFormatPart, locale: Locale): string {
  if (type === 'hour') return value.padStart(2, '0')
  return type === 'day' && value === '1' && locale === 'fr' ? '1er' : value
}

function cached<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const known = made.get(key)
    if (known) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}
