import type { BuildOptions } from 'vite'
import { nativeLightDark } from './css-target.ts'

/** What the builds of all our pages have in common. */
export const pagesBuild = {
  // The promised browsers: docs/browsers.md. e2e/altered-pages.test.ts runs without what the oldest of them lack.
  target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
  // The content security policy allows no inline script, inline style or data: script.
  assetsInlineLimit: 0,
  // Where light-dark() need not be replaced. tokens.css has plain colours for older browsers.
  cssTarget: nativeLightDark,
} satisfies BuildOptions
