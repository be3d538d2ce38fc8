import type { Locale } from '@latchkey/core'
import messageFormat from '@messageformat/core'
import type { ArgumentsOf } from './arguments.ts'
import type { Catalogue, Text } from './catalogue.ts'

// The library is CommonJS: its class is what the types call its default.
const MessageFormat = messageFormat as unknown as typeof messageFormat.default

type English<T extends Record<string, string>> = {
  readonly [Key in keyof T]: Text<ArgumentsOf<T[Key]>>
}

const sources = new WeakMap<Catalogue, Record<string, string>>()

// Runs only from sources, in development and in tests. In the built package each catalogue is a module of plain
// functions (compile-catalogues.js), so that no browser loads a parser.
function compile(locale: Locale, texts: Record<string, string>): Catalogue {
  const format = formatFor(locale)
  const catalogue = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, format.compile(text)]),
  )
  sources.set(catalogue, texts)
  return catalogue
}

export function formatFor(locale: string) {
  return new MessageFormat(locale)
}

/** The English texts. Their keys and arguments are the types of every translation. */
export function english<const T extends Record<string, string>>(texts: T): English<T> {
  return compile('en', texts) as English<T>
}

/** The same keys in another language. A missing key does not compile, nor does one that English lacks. */
export function translation<C extends Catalogue>(
  locale: Locale,
  texts: { readonly [Key in keyof C]: string },
): C {
  return compile(locale, texts) as C
}

/** The texts of a catalogue as they were written, before compilation. */
export function textsOf(catalogue: Catalogue): Record<string, string> {
  const texts = sources.get(catalogue)
  if (!texts) throw new Error('this catalogue was not compiled here')
  return texts
}
