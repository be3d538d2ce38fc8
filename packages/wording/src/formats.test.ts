import { locales } from '@latchkey/core'
import { expect, test } from 'vitest'
import { formatsFor } from './formats.ts'

const moment = new Date('2026-11-20T13:05:00Z')

test('points in time and durations are formatted for each language', () => {
  const formatted = Object.fromEntries(
    locales.map((locale) => {
      const f = formatsFor(locale)
      return [
        locale,
        [
          f.day(moment, 'UTC'),
          f.time(moment, 'UTC'),
          f.dateAndTime(moment, 'UTC'),
          f.duration(1),
          f.duration(3 * 60),
          f.list(['a', 'b', 'c']),
          f.number(1200),
        ].join(' | '),
      ]
    }),
  )
  expect(formatted).toMatchInlineSnapshot(`
    {
      "ar": "20 نوفمبر | 13:05 | 20 نوفمبر 2026 في 13:05 | ثانية | 3 دقائق | a وb وc | 1,200",
      "de": "20. November | 13:05 | 20. November 2026 um 13:05 | 1 Sekunde | 3 Minuten | a, b und c | 1.200",
      "en": "20 November | 13:05 | 20 November 2026 at 13:05 | 1 second | 3 minutes | a, b and c | 1,200",
      "es": "20 de noviembre | 13:05 | 20 de noviembre de 2026 a las 13:05 | 1 segundo | 3 minutos | a, b y c | 1200",
      "fr": "20 novembre | 13:05 | 20 novembre 2026 à 13:05 | 1 seconde | 3 minutes | a, b et c | 1 200",
      "ja": "11月20日 | 13:05 | 2026年11月20日 13:05 | 1 秒 | 3 分 | a、b、c | 1,200",
      "pt-BR": "20 de novembro | 13:05 | 20 de novembro de 2026 às 13:05 | 1 segundo | 3 minutos | a, b e c | 1.200",
    }
  `)
})

test('the clock has 24 hours and two digits in every language, beside a date too', () => {
  const night = new Date('2026-12-01T01:05:00Z')
  for (const locale of locales) {
    const { time, dateAndTime } = formatsFor(locale)
    expect(time(night, 'UTC'), locale).toBe('01:05')
    expect(dateAndTime(night, 'UTC'), locale).toMatch(/(?<!\d)01:05(?!\d)/)
  }
})

test('French counts the first of a month', () => {
  const { day } = formatsFor('fr')
  const december = (date: number) => day(new Date(Date.UTC(2026, 11, date)), 'UTC')
  expect([1, 2, 11, 21].map(december)).toEqual([
    '1er décembre',
    '2 décembre',
    '11 décembre',
    '21 décembre',
  ])
})

test('a duration is rounded up', () => {
  const { duration } = formatsFor('en')
  expect([0, 0.2, 59.5, 60, 61, 3600, 5400, 10801].map(duration)).toEqual([
    '1 second',
    '1 second',
    '60 seconds',
    '1 minute',
    '2 minutes',
    '1 hour',
    '90 minutes',
    '4 hours',
  ])
})
