import { locales } from '@latchkey/core'
import { parse, type Token } from '@messageformat/parser'
import { expect, test } from 'vitest'
import { emails } from './catalogues/en/emails.ts'
import { operator } from './catalogues/en/operator.ts'
import { pages } from './catalogues/en/pages.ts'
import { textsOf } from './texts.ts'

const english = { pages: textsOf(pages), emails: textsOf(emails), operator: textsOf(operator) }
const names = ['pages', 'emails', 'operator'] as const

async function textsIn(locale: string, name: (typeof names)[number]) {
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
  const texts = await textsIn(locale, name)
  expect(Object.keys(texts).sort()).toEqual(Object.keys(english[name]).sort())
  const placesIn = (texts: Record<string, string>) =>
    Object.entries(texts).map(([key, text]) => [key, ...new Set(shape(parse(text)).places.sort())])
  expect(Object.fromEntries(placesIn(texts).map((p) => [p[0], p]))).toEqual(
    Object.fromEntries(placesIn(english[name]).map((p) => [p[0], p])),
  )
})

test.each(cases)('%s %s: every plural has the cases of the language', async (locale, name) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions()
  // Numbers of a million and more, which no text of ours contains.
  const unused = ['fr', 'es', 'pt-BR'].includes(locale) ? 'many' : undefined
  const needed = pluralCategories.filter((category) => category !== unused)
  const wrong = Object.entries(await textsIn(locale, name)).flatMap(([key, text]) =>
    shape(parse(text)).plurals.flatMap((given) =>
      needed
        .filter((category) => !given.includes(category))
        .map((category) => `${key}: no ${category}`),
    ),
  )
  expect(wrong).toEqual([])
})

test('no text of the operators’ page takes the place of one of the pages', () => {
  const keys = Object.keys(english.operator)
  expect(keys.filter((key) => key in english.pages)).toEqual([])
})

// In ICU texts a straight apostrophe before a brace quotes it. The typographic one is correct anyway.
test.each(cases)('%s %s: no straight apostrophe or quotation mark', async (locale, name) => {
  const straight = Object.entries(await textsIn(locale, name)).filter(([, text]) =>
    /['"]/.test(text),
  )
  expect(straight).toEqual([])
})

test.each([
  ['en', /\bmails?\b/i],
  ['de', /(?<!E-)\bMails?\b/i],
  ['fr', /(?<!e[-‑])\bmails?\b/i],
  ['pt-BR', /(?<!e-)\bmails?\b/i],
])('%s: what people receive is an email', async (locale, mail) => {
  const texts = await Promise.all(names.map((name) => textsIn(locale, name)))
  expect(texts.flatMap(Object.values).filter((text) => mail.test(text))).toEqual([])
})

test.each([
  ['fr', 'a line may not break before its punctuation', / [:;?!»]|« /],
  ['es', 'questions and exclamations are opened', /^[^¿]*\?|^[^¡]*!/],
  ['ja', 'punctuation has full width, and no space follows a sentence', /[?!;:,]|。 /],
  ['ja', 'signing in has one name', /サインイン/],
  ['ar', 'punctuation is Arabic', /[?;,]/],
])('%s: %s', async (locale, _, wrong) => {
  const texts = await Promise.all(names.map((name) => textsIn(locale, name)))
  const written = texts.flatMap(Object.values).map((text) => text.replace(/\{\w+, plural,/g, ''))
  expect(written.filter((text) => wrong.test(text))).toEqual([])
})

test('fr: “e-mail” stays on one line of a page', async () => {
  const texts = Object.values(await textsIn('fr', 'pages'))
  expect(texts.filter((text) => /e-mail/.test(text))).toEqual([])
})

const others = cases.filter(([locale]) => locale !== 'en')

test.each(others)('%s %s: no sentence was left in English', async (locale, name) => {
  const left = Object.entries(await textsIn(locale, name)).filter(
    ([key, text]) => text === english[name][key] && /[a-z]{2,} [a-z]{2,}/i.test(text),
  )
  expect(left).toEqual([])
})
