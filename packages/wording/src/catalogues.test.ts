import { locales } from '@latchkey/core'
import { parse, type Token } from '@messageformat/parser'
import { expect, test } from 'vitest'
import { mails } from './catalogues/en/mails.ts'
import { pages } from './catalogues/en/pages.ts'
import { textsOf } from './texts.ts'

const english = { pages: textsOf(pages), mails: textsOf(mails) }
const names = ['pages', 'mails'] as const

async function written(locale: string, name: (typeof names)[number]) {
  const module = await import(`./catalogues/${locale}/${name}.ts`)
  return textsOf(module[name])
}

/** Every argument with its kind, and every plural with its cases, however deep. */
function shape(tokens: Token[]): { places: string[]; plurals: string[][] } {
  const found = { places: [] as string[], plurals: [] as string[][] }
  for (const token of tokens) {
    if (token.type === 'argument') found.places.push(token.arg)
    if (!('cases' in token)) continue
    found.places.push(`${token.arg}, ${token.type}`)
    if (token.type === 'plural') found.plurals.push(token.cases.map(({ key }) => key))
    for (const each of token.cases) {
      const inner = shape(each.tokens)
      found.places.push(...inner.places)
      found.plurals.push(...inner.plurals)
    }
  }
  return found
}

const cases = locales.flatMap((locale) => names.map((name) => [locale, name] as const))

test.each(cases)('%s %s: the same keys and arguments as in English', async (locale, name) => {
  const texts = await written(locale, name)
  expect(Object.keys(texts).sort()).toEqual(Object.keys(english[name]).sort())
  const placesIn = (texts: Record<string, string>) =>
    Object.entries(texts).map(([key, text]) => [key, ...new Set(shape(parse(text)).places.sort())])
  expect(Object.fromEntries(placesIn(texts).map((p) => [p[0], p]))).toEqual(
    Object.fromEntries(placesIn(english[name]).map((p) => [p[0], p])),
  )
})

test.each(cases)('%s %s: every plural has the cases of the language', async (locale, name) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions()
  // A million tries or minutes: no text of ours counts that far.
  const rare = ['fr', 'es', 'pt-BR'].includes(locale) ? 'many' : undefined
  const needed = pluralCategories.filter((category) => category !== rare)
  const wrong = Object.entries(await written(locale, name)).flatMap(([key, text]) =>
    shape(parse(text)).plurals.flatMap((given) =>
      needed
        .filter((category) => !given.includes(category))
        .map((category) => `${key}: no ${category}`),
    ),
  )
  expect(wrong).toEqual([])
})

// An apostrophe before a brace would quote it; and the typographic one is the right one anyway.
test.each(cases)('%s %s: no straight apostrophe or quotation mark', async (locale, name) => {
  const straight = Object.entries(await written(locale, name)).filter(([, text]) =>
    /['"]/.test(text),
  )
  expect(straight).toEqual([])
})

const others = cases.filter(([locale]) => locale !== 'en')

test.each(others)('%s %s: no sentence was left in English', async (locale, name) => {
  const left = Object.entries(await written(locale, name)).filter(
    ([key, text]) => text === english[name][key] && /[a-z]{2,} [a-z]{2,}/i.test(text),
  )
  expect(left).toEqual([])
})
