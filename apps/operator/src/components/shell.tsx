import type { CurrentSession } from '@latchkey/operator'
import { LanguageSwitch } from '@latchkey/react/app'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { NavLink, useLocation } from 'react-router'
import { ActContext } from '../act-context.ts'
import { type LiveState, type Search, useLive } from '../api.ts'
import { paths } from '../paths.ts'
import { useProductName } from '../product-name.ts'
import { SearchContext } from '../search-context.ts'
import { SessionContext } from '../session-context.ts'
import { useText } from '../use-text.ts'
import { ActDialog, type Plan } from './act-dialog.tsx'

const CONTENT = 'content'

/** Around every screen, for somebody who entered. */
export function Shell({ session, children }: { session: CurrentSession; children: ReactNode }) {
  const t = useText()
  const [plan, setPlan] = useState<Plan>()
  const [search, setSearch] = useState<Search>()
  const [isOld, setIsOld] = useState(false)
  const live = useLive(() => setIsOld(true))

  function keep(found: Search) {
    setSearch(found)
    setIsOld(false)
  }
  function closeAct() {
    setPlan(undefined)
    // The button that opened it may be gone with its row; the browser gives the focus back otherwise.
    if (document.activeElement === document.body) document.getElementById(CONTENT)?.focus()
  }

  return (
    <SessionContext value={session}>
      <ActContext value={setPlan}>
        <SearchContext value={{ search, isOld, keep }}>
          <div data-latchkey="frame" className="operators">
            <a className="skip" href={`#${CONTENT}`}>
              {t('shell.skip')}
            </a>
            <Masthead live={live} operator={session.operator} />
            <Screens />
            <main id={CONTENT} tabIndex={-1}>
              {children}
            </main>
            <footer className="footer">
              <LanguageSwitch />
              <span translate="no">Latchkey {session.version}</span>
            </footer>
            {plan && <ActDialog plan={plan} onClose={closeAct} />}
          </div>
        </SearchContext>
      </ActContext>
    </SessionContext>
  )
}

function Masthead({ live, operator }: { live: LiveState; operator: string }) {
  const t = useText()
  const product = useProductName()
  const texts = { connecting: t('live.connecting'), live: t('live.on'), lost: t('live.lost') }
  return (
    <header className="masthead">
      <p className="brand">
        <img src={paths.logo} alt="" />
        <bdi translate="no">{product}</bdi>
        <span>{t('shell.operators')}</span>
      </p>
      <p className="who">
        <span data-latchkey="visually-hidden">{t('shell.actsAs')} </span>
        <bdi>{operator}</bdi>
      </p>
      <p role="status" className={`live is-${live}`}>
        {texts[live]}
      </p>
    </header>
  )
}

function Screens() {
  const t = useText()
  const strip = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On narrow screens the strip scrolls, and the current screen may be outside.
  useEffect(() => {
    const current = strip.current?.querySelector('[aria-current]')
    if (!strip.current || !current) return
    // Not scrollIntoView: in Chromium the next Tab would start there, behind the link that skips to the content.
    strip.current.scrollLeft += middleOf(current) - middleOf(strip.current)
  }, [pathname])

  const screens = [
    [paths.overview, t('shell.overview')],
    [paths.emails, t('shell.emails')],
    [paths.people, t('shell.people')],
    [paths.limits, t('shell.limits')],
    [paths.webhooks, t('shell.webhooks')],
    [paths.audit, t('shell.audit')],
    [paths.session, t('shell.session')],
  ] as const
  return (
    <nav ref={strip} className="screens" aria-label={t('shell.screens')}>
      <ul>
        {screens.map(([path, name]) => (
          <li key={path}>
            <NavLink to={path} end={path === paths.overview}>
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** In pixels from the left edge of the window. */
function middleOf(element: Element): number {
  const { left, width } = element.getBoundingClientRect()
  return left + width / 2
}
