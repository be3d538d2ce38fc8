import { expect, test } from 'vitest'
import { english, translation } from './texts.ts'
import { wordingOf } from './wording.ts'

const texts = english({
  title: 'Forgot your password?',
  host: 'Type it only at {host}.',
  tries: '{count, plural, one {One try left at {host}.} other {# tries left at {host}.}}',
  when: '{day, select, today {today} other {on {date}}}',
})
const t = wordingOf('en', texts)

test('a text is found by its key and filled with its arguments', () => {
  expect(t('title')).toBe('Forgot your password?')
  expect(t('host', { host: 'example.com' })).toBe('Type it only at example.com.')
  expect(t('when', { day: 'friday', date: '20 November' })).toBe('on 20 November')
})

test('sentences are joined as the language joins them', () => {
  expect(t.sentences('Wrong.', 'Try again.')).toBe('Wrong. Try again.')
  expect(wordingOf('ja', texts).sentences('違います。', 'もう一度。')).toBe('違います。もう一度。')
})

test('a plural follows the language', () => {
  const arabic = translation<typeof texts>('ar', {
    title: 'ع',
    host: '{host}',
    tries:
      '{count, plural, zero {0} one {1} two {2} few {# few {host}} many {# many} other {# other}}',
    when: '{day}{date}',
  })
  const say = wordingOf('ar', arabic)
  const tries = [1, 2, 3, 11, 100].map((count) => say('tries', { count, host: 'x' }))
  expect(tries).toEqual(['1', '2', '3 few x', '11 many', '100 other'])
  expect(t('tries', { count: 1, host: 'x' })).toBe('One try left at x.')
  expect(t('tries', { count: 1200, host: 'x' })).toBe('1,200 tries left at x.')
})

test('an argument may be something other than a string', () => {
  const bold = { bold: 'example.com' }
  expect(t.parts('host', { host: bold })).toEqual(['Type it only at ', bold, '.'])
  expect(t.parts('tries', { count: 3, host: bold })).toEqual(['3 tries left at ', bold, '.'])
  expect(t.parts('title')).toEqual(['Forgot your password?'])
})

test('a wrong key or argument does not compile', () => {
  const never = () => {
    // @ts-expect-error no such text
    t('titel')
    // @ts-expect-error an argument is missing
    t('host')
    // @ts-expect-error an argument has another name
    t('host', { hots: 'example.com' })
    // @ts-expect-error a text without arguments takes none
    t('title', { host: 'example.com' })
    // @ts-expect-error a plural counts
    t('tries', { count: '3', host: 'example.com' })
    // @ts-expect-error a translation has every key
    translation<typeof texts>('de', { title: '', host: '', tries: '' })
    // @ts-expect-error a translation has no key of its own
    translation<typeof texts>('de', { title: '', host: '', tries: '', when: '', more: '' })
  }
  expect(never).toBeTypeOf('function')
})

test('a wording has its locale, direction and formats', () => {
  expect([t.locale, t.direction, t.duration(90)]).toEqual(['en', 'ltr', '2 minutes'])
})
