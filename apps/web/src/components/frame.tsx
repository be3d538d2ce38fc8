import type { ReactNode } from 'react'
import { LanguageSwitch } from './language-switch.tsx'

/** What every page stands in, whatever happened to it. */
export function Frame({ brand, children }: { brand?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <header className="masthead">{brand}</header>
      <main className="card">{children}</main>
      <footer className="footer">
        <LanguageSwitch />
      </footer>
    </div>
  )
}
