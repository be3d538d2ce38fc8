import { type Locale, loadPages, type PagesWording } from '@latchkey/wording'
import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useIsShell } from '../use-is-shell.ts'
import { saveLocale } from './language.ts'

type Language = {
  t: PagesWording
  /** Never throws: if the texts do not load, the page stays as it is and `missing` names their language. */
  choose(locale: Locale): Promise<void>
  missing: Locale | undefined
}

const LanguageContext = createContext<Language | undefined>(undefined)

type LanguageProviderProps = {
  initial: PagesWording
  /** The texts of the HTML that the server sent, until React has taken it over. */
  shell?: PagesWording | undefined
  /** Loads the texts of another language. */
  load?: (locale: Locale) => Promise<PagesWording>
  children: ReactNode
}

/** Gives the tree below its texts in one language. Another language is used once all its texts are loaded. */
export function LanguageProvider(props: LanguageProviderProps) {
  const { initial, shell, load = loadPages, children } = props
  // In an object, because the wording is a function, and a state setter would call it.
  const [chosen, setWording] = useState({ t: initial })
  const isShell = useIsShell()
  const t = isShell && shell ? shell : chosen.t
  const [missing, setMissing] = useState<Locale>()
  const latest = useRef<Locale>(undefined)

  // A layout effect, so that a page in Arabic is never painted from left to right.
  useLayoutEffect(() => {
    document.documentElement.lang = t.locale
    document.documentElement.dir = t.direction
  }, [t])

  async function choose(locale: Locale) {
    latest.current = locale
    setMissing(undefined)
    const chosen = await load(locale).catch(() => undefined)
    // Another language was chosen while this one was loading.
    if (latest.current !== locale) return
    if (!chosen) return setMissing(locale)
    saveLocale(locale)
    startTransition(() => setWording({ t: chosen }))
  }
  return (
    <LanguageContext.Provider value={{ t, choose, missing }}>{children}</LanguageContext.Provider>
  )
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (!language) throw new Error('useLanguage needs a LanguageProvider')
  return language
}
