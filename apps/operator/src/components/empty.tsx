import type { ReactNode } from 'react'

/** There is nothing to show, and that is told with what it means. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <p className="soft">{children}</p>}
    </div>
  )
}
