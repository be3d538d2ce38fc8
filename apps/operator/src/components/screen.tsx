import { useHeadingFocus } from '@latchkey/react/app'
import { type ReactNode, useEffect } from 'react'
import { useProductName } from '../product-name.ts'

type ScreenProps = {
  title: string
  /** One sentence below the title. */
  intro?: ReactNode
  /** Beside the title: what the whole screen is filtered by. */
  tools?: ReactNode
  children: ReactNode
}

/** A screen with its heading. The heading gets the focus when people come from another screen. */
export function Screen({ title, intro, tools, children }: ScreenProps) {
  const heading = useHeadingFocus(title, false)
  const product = useProductName()
  useEffect(() => {
    document.title = product ? `${title} · ${product}` : title
  }, [title, product])
  return (
    <div className="screen">
      <header className="screen-head">
        <div>
          <h1 ref={heading} tabIndex={-1} data-latchkey="title">
            {title}
          </h1>
          {intro && <p className="soft">{intro}</p>}
        </div>
        {tools}
      </header>
      {children}
    </div>
  )
}
