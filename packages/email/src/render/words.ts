import type { EmailsWording } from '@latchkey/wording/emails'

/**
 * "13:55 UTC", or "19:25 (13:55 UTC)" for a reader whose time zone is known. Never on two lines. The zone has no name:
 * its offset would be a number beside the time.
 */
function timeOf(date: Date, t: EmailsWording, timeZone?: string): string {
  const utc = `${t.time(date, 'UTC')}\u00a0UTC`
  const local = t.time(date, timeZone ?? 'UTC')
  return t.time(date, 'UTC') === local ? utc : `${local}\u00a0(${utc})`
}

/**
 * "20 November, 12:55 UTC", by the reader's day if the time zone is known. No year: it would be a second number that
 * looks like a code.
 */
export function momentOf(date: Date, t: EmailsWording, timeZone = 'UTC'): string {
  return t('moment.dayAndTime', { day: t.day(date, timeZone), time: timeOf(date, t, timeZone) })
}

/** "until 13:55 UTC", with the day if it differs from that of the request. */
export function untilOf(
  date: Date,
  { requestedAt, timeZone = 'UTC' }: { requestedAt: Date; timeZone?: string | undefined },
  t: EmailsWording,
): string {
  const time = timeOf(date, t, timeZone)
  const day = t.day(date, timeZone)
  return day === t.day(requestedAt, timeZone)
    ? t('until.time', { time })
    : t('until.day', { day, time })
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
