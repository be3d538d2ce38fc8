import { judgePassword, readEmailAddress } from '@latchkey/api'
import { type OptionsType, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import type { Estimate, Question } from './messages.ts'

/*
 * Judges a password by the server's own rules and estimates how hard it is to guess, off the main thread: loading the
 * dictionaries takes a second, an estimate up to half a second. The password never leaves this thread.
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
  // The words that an attacker would try first.
  const personal = `${data.login} ${data.productName}`.split(/[\s@.]+/).filter(Boolean)
  const { score } = estimator.check(data.password, personal)
  self.postMessage({ id: data.id, score, reasons: reasonsAgainst(data) } satisfies Estimate)
}

// A part of the server's list: its most common entries.
const commonPasswords = new Set(
  common['passwords-common'].map((entry) => String(entry).normalize('NFC').toLowerCase()),
)

function reasonsAgainst({ password, login, productName, minLength }: Question) {
  const owner = readEmailAddress(login)
  const judged = judgePassword(
    password,
    { minLength, productName },
    { owner: owner.ok ? owner.address : undefined, common: commonPasswords },
  )
  return judged.ok ? [] : judged.reasons
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
