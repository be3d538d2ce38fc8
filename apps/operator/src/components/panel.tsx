import { type ReactNode, useId } from 'react'

type PanelProps = { title: string; tools?: ReactNode; className?: string; children: ReactNode }

/** A part of a screen with a heading of its own. */
export function Panel({ title, tools, className = '', children }: PanelProps) {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools}
      </header>
      {children}
    </section>
  )
}
