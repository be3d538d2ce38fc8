import type { Locale } from '@latchkey/core'
import { formatsFor } from '@latchkey/wording'

/** "20 November". No year: it would be a second number that looks like a code. */
export function dayOf(date: Date, locale: Locale): string {
  return formatsFor(locale).day(date, 'UTC')
}

/** "13:55 UTC" */
export function timeOf(date: Date): string {
  return `${date.toISOString().slice(11, 16)} UTC`
}

/** "20 November, 12:55 UTC" */
export function momentOf(date: Date, locale: Locale): string {
  return `${dayOf(date, locale)}, ${timeOf(date)}`
}

/** "13:55 UTC", with the day where it is another one than the reader expects. */
export function deadlineOf(date: Date, since: Date, locale: Locale): string {
  const sameDay = date.toISOString().slice(0, 10) === since.toISOString().slice(0, 10)
  return sameDay ? timeOf(date) : momentOf(date, locale)
}

/** Without the port: it is what people compare, and a port looks like a code. */
export function hostOf(url: string): string {
  return new URL(url).hostname
}

/** Keeps a value on its line and in its reading direction. */
export function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu, ' ').trim()
}

/** A login may hold a birth year; the only number of that length in the mail has to be the code. */
export function withoutLongNumbers(value: string): string {
  return oneLine(value).replace(/(\d\d)\d{2,}/g, '$1…')
}

/** What a browser says about itself is a stranger's text: letters and short numbers, no address to click on. */
export function deviceName(device: string | undefined): string | undefined {
  const words = device?.replace(/[^\p{L}\p{N}-]+/gu, ' ').trim() ?? ''
  return words === '' ? undefined : withoutLongNumbers(words.slice(0, 64))
}
