import { LanguageSwitch } from '@latchkey/react/app'
import type { ReactNode } from 'react'

/** The layout that every page shares, error pages included. */
export function PageFrame({ brand, children }: { brand?: ReactNode; children: ReactNode }) {
  return (
    <div className="page" data-latchkey="frame">
      <header className="masthead">{brand}</header>
      <main data-latchkey="card">{children}</main>
      <footer className="footer">
        <LanguageSwitch />
      </footer>
    </div>
  )
}
