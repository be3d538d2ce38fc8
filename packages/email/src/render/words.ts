import type { EmailsWording } from '@latchkey/wording/emails'

/** "13:55 UTC", never on two lines. */
export function timeOf(date: Date, t: EmailsWording): string {
  return `${t.time(date, 'UTC')}\u00a0UTC`
}

/** "20 November, 12:55 UTC". No year: it would be a second number that looks like a code. */
export function momentOf(date: Date, t: EmailsWording): string {
  return t('moment.dayAndTime', { day: t.day(date, 'UTC'), time: timeOf(date, t) })
}

/** "13:55 UTC", with the day if it differs from that of `since`. */
export function deadlineOf(date: Date, since: Date, t: EmailsWording): string {
  const sameDay = date.toISOString().slice(0, 10) === since.toISOString().slice(0, 10)
  return sameDay ? timeOf(date, t) : momentOf(date, t)
}

/** "10 minutes", "1 hour" */
export function lastingOf(since: Date, until: Date, t: EmailsWording): string {
  const minutes = Math.round((until.getTime() - since.getTime()) / 60_000)
  return t.duration((minutes < 180 ? minutes : minutes - (minutes % 60)) * 60)
}

/** Without the port, which looks like a code. */
export function hostOf(url: string): string {
  return new URL(url).hostname
}

/** Removes line breaks and changes of the reading direction. */
export function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu, ' ').trim()
}

/** Shortens numbers such as a birth year in a login: the only number of that length must be the code. */
export function withoutLongNumbers(value: string): string {
  return oneLine(value).replace(/(\d\d)\d{2,}/g, '$1…')
}

/**
 * The browser's description of itself is untrusted text, so only letters and short numbers stay. It is stored in
 * English, as "Firefox on Linux".
 */
export function deviceName(device: string | undefined, t: EmailsWording): string | undefined {
  const words = device?.replace(/[^\p{L}\p{N}-]+/gu, ' ').trim() ?? ''
  if (words === '') return undefined
  const [browser = '', system] = withoutLongNumbers(words.slice(0, 64)).split(' on ')
  return system === undefined ? browser : t('device.browserOnSystem', { browser, system })
}
