import { createElement, type ReactNode } from 'react'
import { useLatchkey } from '../context.ts'
import { Frame } from './frame.tsx'
import { type Step, Steps } from './steps.tsx'
import { useHeadingFocus } from './use-heading-focus.ts'

type PageProps = {
  title: string
  step?: Step
  /** The title is not final yet, so the heading does not get the focus. */
  isProvisional?: boolean
  children: ReactNode
}

/** The frame and the heading of a page. */
export function Page({ title, step, isProvisional = false, children }: PageProps) {
  const { slots, idPrefix, headingLevel } = useLatchkey()
  const heading = useHeadingFocus(title, isProvisional)
  const Around = slots.Frame ?? Frame
  const titleId = `${idPrefix}title`
  return (
    <Around title={title} titleId={titleId}>
      {step && <Steps step={step} />}
      {createElement(
        `h${headingLevel}`,
        { ref: heading, id: titleId, tabIndex: -1, 'data-latchkey': 'title' },
        title,
      )}
      {children}
    </Around>
  )
}
