import type { ComponentType, ReactNode } from 'react'

/** For what stands around a page. */
export type FrameProps = {
  /** The heading of the page, as text. */
  title: string
  /** The id of the heading, for `aria-labelledby`. */
  titleId: string
  children: ReactNode
}

/** For a link. */
export type LinkProps = {
  href: string
  /** Call it: it leads on without loading the document, where that is possible, and prevents the default then. */
  onClick?: (event: ClickEvent) => void
  'data-latchkey': string
  'aria-label'?: string | undefined
  children: ReactNode
}

/** What a link needs to know of a click. */
export type ClickEvent = Pick<
  MouseEvent,
  'button' | 'metaKey' | 'altKey' | 'ctrlKey' | 'shiftKey'
> & {
  readonly defaultPrevented: boolean
  preventDefault(): void
}

/** For a button. */
export type ButtonProps = {
  type: 'button' | 'submit'
  onClick?: () => void
  /** Instead of `disabled`, because a disabled button loses the focus. */
  'aria-disabled'?: boolean | undefined
  'aria-label'?: string | undefined
  'aria-controls'?: string
  'aria-describedby'?: string
  /** `button is-primary`, `button is-quiet`, `field-button` or `link`. */
  'data-latchkey': string
  children: ReactNode
}

/** Components of your own that take the place of ours. Each must pass on the props that it does not use itself. */
export type Slots = {
  /** Around every page. */
  Frame?: ComponentType<FrameProps>
  /** Every link that leads to another page of the recovery, or to where people sign in. */
  Link?: ComponentType<LinkProps>
  Button?: ComponentType<ButtonProps>
}
