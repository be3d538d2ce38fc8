import { createElement, type ElementType, type ReactNode } from 'react'

/*
 * Page translation (Chrome, Edge, Google Translate) replaces every text node by <font> elements. React keeps a
 * reference to a text node that stands beside other nodes. To change it, React writes into a node that is no longer
 * shown; to remove it, `removeChild` throws, and the whole page is lost. React keeps no reference to a text that is
 * the only child of its element: it sets `textContent`, which also replaces what a translator put there.
 *
 * So every text beside something else gets an element of its own. This is done here, for every element of the pages,
 * because a rule that people must remember would be broken by the next conditional text.
 */

type Props = { children?: ReactNode }

/** These elements can hold nothing but text. */
const textOnly: ReadonlySet<unknown> = new Set(['option', 'textarea', 'title', 'style', 'script'])

export function withoutLooseText<P>(type: ElementType, props: P): P {
  const { children } = props as Props
  if (!Array.isArray(children) || textOnly.has(type)) return props
  return { ...props, children: wrapTexts(children) }
}

function wrapTexts(children: readonly ReactNode[]): ReactNode[] {
  return children.map((child, index) => {
    if (Array.isArray(child)) return wrapTexts(child)
    const isText = typeof child === 'string' || typeof child === 'number'
    // Translators leave spaces alone, and a space in an element of its own is lost in accessible names.
    return isText && `${child}`.trim() !== ''
      ? createElement('span', { key: `text ${index}` }, child)
      : child
  })
}
