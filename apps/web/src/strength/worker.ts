import { type OptionsType, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import type { Estimate, Question } from './messages.ts'

/*
 * Estimates how hard a password is to guess, off the main thread: loading the dictionaries takes a second, an estimate
 * up to half a second. The password never leaves this thread.
 */

type Dictionary = NonNullable<OptionsType['dictionary']>

/** Besides its own, every language uses the English words. */
const words: Record<string, () => Promise<{ dictionary: unknown }>> = {
  en: () => import('@zxcvbn-ts/language-en'),
  de: () => import('@zxcvbn-ts/language-de'),
  fr: () => import('@zxcvbn-ts/language-fr'),
  es: () => import('@zxcvbn-ts/language-es-es'),
  'pt-BR': () => import('@zxcvbn-ts/language-pt-br'),
  ja: () => import('@zxcvbn-ts/language-ja'),
  ar: () => import('@zxcvbn-ts/language-ar'),
}

const estimators = new Map<string, Promise<ZxcvbnFactory>>()

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const estimator = await estimatorFor(data.locale)
  const { score } = estimator.check(data.password, [...data.personalWords])
  self.postMessage({ id: data.id, score } satisfies Estimate)
}

function estimatorFor(locale: string): Promise<ZxcvbnFactory> {
  const known = estimators.get(locale)
  if (known) return known
  const made = make(locale)
  estimators.set(locale, made)
  return made
}

async function make(locale: string): Promise<ZxcvbnFactory> {
  const languages = [...new Set(['en', locale])]
  const loaded = await Promise.all(languages.map((language) => words[language]?.()))
  // Some packages use the same names for their lists, so the language is added.
  const named = loaded.flatMap((one, index) =>
    Object.entries((one?.dictionary ?? {}) as Dictionary).map(([name, list]) => [
      `${name}-${languages[index]}`,
      list,
    ]),
  )
  const dictionary: Dictionary = { ...common, ...Object.fromEntries(named) }
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}
