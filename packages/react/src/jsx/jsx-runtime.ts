import { Fragment, jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime'
import { withoutLooseText } from './loose-text.ts'

/* React's JSX runtime, except that no text is a node of its own beside others. `loose-text.ts` says why. */

export type { JSX } from 'react/jsx-runtime'
export { Fragment }

type Create = typeof reactJsx

/** An element whose texts have elements of their own, which page translation needs. */
export const jsx: Create = (type, props, key) => reactJsx(type, withoutLooseText(type, props), key)

/** The same for several children. */
export const jsxs: Create = (type, props, key) =>
  reactJsxs(type, withoutLooseText(type, props), key)
