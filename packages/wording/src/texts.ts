import type { Locale } from '@latchkey/core'
import messageFormat from '@messageformat/core'
import type { ArgumentsOf } from './arguments.ts'

// The library is CommonJS: its class is what the types call its default.
const MessageFormat = messageFormat as unknown as typeof messageFormat.default

/** A text ready to be filled in. */
export type Text<Values = never> = (values: Values) => string

/** The texts of one locale and one purpose, by key. */
export type Catalogue = Readonly<Record<string, Text>>

type English<T extends Record<string, string>> = {
  readonly [Key in keyof T]: Text<ArgumentsOf<T[Key]>>
}

const written = new WeakMap<Catalogue, Record<string, string>>()

/*
 * Compiles what a catalogue says. Only sources and tests do it when they start: in the built package each catalogue
 * is a module of plain functions already (compile-catalogues.js), so that no browser carries a parser.
 */
function compile(locale: Locale, texts: Record<string, string>): Catalogue {
  const format = formatFor(locale)
  const catalogue = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, format.compile(text)]),
  )
  written.set(catalogue, texts)
  return catalogue
}

export function formatFor(locale: string) {
  return new MessageFormat(locale)
}

/** The texts everything else is measured by: their keys and arguments are the types of all. */
export function english<const T extends Record<string, string>>(texts: T): English<T> {
  return compile('en', texts) as English<T>
}

/** The same keys in another language. One that is missing, or that English does not have, does not compile. */
export function translation<C extends Catalogue>(
  locale: Locale,
  texts: { readonly [Key in keyof C]: string },
): C {
  return compile(locale, texts) as C
}

/** What the author of a catalogue wrote. */
export function textsOf(catalogue: Catalogue): Record<string, string> {
  const texts = written.get(catalogue)
  if (!texts) throw new Error('this catalogue was compiled elsewhere')
  return texts
}
