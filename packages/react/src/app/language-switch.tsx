import { type Locale, languages, locales } from '@latchkey/wording'
import { useLanguage } from './language-provider.tsx'

/** Each language is listed under its own name, in its own script, for people who cannot read the current one. */
export function LanguageSwitch() {
  const { t, choose, missing } = useLanguage()
  return (
    <>
      <label className="language">
        <span data-latchkey="visually-hidden">{t('language.label')}</span>
        <select
          id="language"
          name="language"
          autoComplete="off"
          translate="no"
          value={t.locale}
          onChange={(event) => void choose(event.target.value as Locale)}
        >
          {locales.map((locale) => (
            <option key={locale} value={locale} lang={locale} dir={languages[locale].direction}>
              {languages[locale].name}
            </option>
          ))}
        </select>
      </label>
      <p role="status" className="language-missing">
        {missing && t('language.missing', { language: languages[missing].name })}
      </p>
    </>
  )
}
