import type { Locale } from '@latchkey/core'
import type { Catalogue } from './catalogue.ts'
import { type Formats, formatsFor } from './formats.ts'
import { type Direction, languages } from './languages.ts'

type Values<C extends Catalogue, Key extends keyof C> = Parameters<C[Key]>[0]

/** A text without arguments takes none. */
type Given<Values> = keyof Values extends never ? [] : [values: Values]

/** The same arguments, where a string may be replaced by something else: an element, or safe markup. */
type Placed<Values, Part> = {
  [Name in keyof Values]: Values[Name] extends string ? string | Part : Values[Name]
}
type GivenParts<Values, Part> = keyof Values extends never ? [] : [values: Placed<Values, Part>]

/** The texts of one locale: `t('forgot.title')`, `t('code.triesLeft', { count: 3 })`. */
export type Wording<C extends Catalogue> = Formats & {
  <Key extends keyof C & string>(key: Key, ...values: Given<Values<C, Key>>): string
  /** The same text in pieces, with the given arguments between them: for emphasis inside a sentence. */
  parts<Part, Key extends keyof C & string>(
    key: Key,
    ...values: GivenParts<Values<C, Key>, Part>
  ): (string | Part)[]
  /** Sentences one after the other, with a space between them where the language has one. */
  sentences(...sentences: string[]): string
  readonly locale: Locale
  readonly direction: Direction
}

/** The texts of a catalogue, with the formats of its language. */
export function wordingOf<C extends Catalogue>(locale: Locale, catalogue: C): Wording<C> {
  const textOf = (key: keyof C & string, values?: object): string =>
    (catalogue[key] as (values: object) => string)(values ?? {})

  const parts = (key: keyof C & string, values: Record<string, unknown> = {}): unknown[] => {
    const placed: unknown[] = []
    const marked = Object.entries(values).map(([name, value]) => {
      if (typeof value === 'number') return [name, value]
      return [name, `${MARK}${placed.push(value) - 1}${MARK}`]
    })
    return textOf(key, Object.fromEntries(marked))
      .split(MARK)
      .map((piece, index) => (index % 2 === 1 ? placed[Number(piece)] : piece))
      .filter((piece) => piece !== '')
  }

  return Object.assign(textOf, formatsFor(locale), {
    parts,
    sentences: (...sentences: string[]) => sentences.join(locale === 'ja' ? '' : ' '),
    locale,
    direction: languages[locale].direction,
  }) as Wording<C>
}

// A character that no text contains. It marks the places of the arguments while the sentence is formatted.
const MARK = '\uE000'
