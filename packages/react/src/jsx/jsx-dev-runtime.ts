import { Fragment, jsxDEV as reactJsxDev } from 'react/jsx-dev-runtime'
import { withoutLooseText } from './loose-text.ts'

/* As `jsx-runtime.ts`, for development. */

export type { JSX } from 'react/jsx-dev-runtime'
export { Fragment }

/** As `jsx`, while developing. */
// biome-ignore lint/complexity/useMaxParams: the signature is React’s
export const jsxDEV: typeof reactJsxDev = (type, props, key, isStatic, source, self) =>
  reactJsxDev(type, withoutLooseText(type, props), key, isStatic, source, self)
