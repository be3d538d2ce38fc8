import type { Plugin } from 'vite'

/**
 * Lets the build leave out what no page uses of react-router: `NavLink`, `Form` and all that they need, 2 kB. Its
 * components are made by calls of React, and named afterwards for the developer tools. A bundler must keep both, because
 * it cannot know that neither does anything else.
 */
export function markPure(): Plugin {
  return {
    name: 'latchkey:markPure',
    apply: 'build',
    transform: {
      filter: { id: /\/node_modules\/react-router\// },
      handler: (code) => ({ code: withPureComponents(code), map: null }),
    },
  }
}

export function withPureComponents(code: string): string {
  return code
    .replace(/^\w+\.displayName = "\w+";$/gm, '')
    .replace(/(?<== )(?=React(?:\$1)?\.(?:createContext|forwardRef|memo)\()/g, '/* @__PURE__ */ ')
}
