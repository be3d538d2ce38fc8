import {
  type Locale,
  loadPageTexts,
  locales,
  type PagesWording,
  type PageTexts,
  wordingOf,
} from '@latchkey/wording'

/** The texts of the pages, by key. */
export type TextKey = keyof PageTexts

/**
 * Texts of your own, for any of ours: a string, in which `{name}` stands for the argument of that name, or a function of
 * the arguments, which TypeScript knows for every key.
 */
export type TextOverrides = {
  readonly [Key in TextKey]?: string | PageTexts[Key]
}

const loaded = new Map<Locale, PageTexts>()
const loading = new Map<Locale, Promise<void>>()

/**
 * Loads the texts of a language. Afterwards `LatchkeyProvider` renders in it without suspending, also on a server and
 * with `renderToString`. A failure is not kept: the next call tries again.
 *
 * @throws if there is no such language, or if its file does not load.
 */
export function loadTexts(locale: Locale): Promise<void> {
  assertLocale(locale)
  const known = loading.get(locale)
  if (known) return known
  const started = load(locale)
  loading.set(locale, started)
  return started
}

async function load(locale: Locale): Promise<void> {
  try {
    loaded.set(locale, await loadPageTexts(locale))
  } catch (cause) {
    loading.delete(locale)
    throw new Error(`The texts of @latchkey/react in "${locale}" did not load`, { cause })
  }
}

/** The texts of a language, for a component: until they are loaded, it suspends. */
export function readWording(locale: Locale, texts: TextOverrides = {}): PagesWording {
  assertLocale(locale)
  const known = loaded.get(locale)
  // What React 18 waits for; React 19 understands it, too.
  if (!known) throw loadTexts(locale)
  return wordingOf(locale, { ...known, ...functionsOf(texts, known) })
}

function functionsOf(texts: TextOverrides, known: PageTexts): Partial<PageTexts> {
  const given = Object.entries(texts).filter(([, text]) => text !== undefined)
  return Object.fromEntries(
    given.map(([key, text]) => {
      if (Object.hasOwn(known, key)) return [key, typeof text === 'string' ? filled(text) : text]
      throw new Error(`@latchkey/react has no text "${key}", so \`texts\` cannot replace it`)
    }),
  )
}

function filled(text: string) {
  return (values: Record<string, unknown>) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

function assertLocale(locale: Locale): void {
  if (locales.includes(locale)) return
  throw new Error(
    `@latchkey/react has no texts in "${locale}". It has ${locales.join(', ')}. For any language tag, use localeFor(tag).`,
  )
}
