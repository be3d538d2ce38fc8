/** The addresses of the pages. The pages, the server that serves them and the links to them read this table. */
export const pagePaths = {
  home: '/',
  forgotPassword: '/forgot-password',
  verify: '/verify',
  resetPassword: '/reset-password',
  notMe: '/not-me',
  signIn: '/sign-in',
  login: '/login',
} as const

/** The path of one of the pages. */
export type PagePath = (typeof pagePaths)[keyof typeof pagePaths]

/**
 * The page that a mangled path leads to, and what stands behind its name. Links arrive with another case, with doubled
 * or closing slashes, with the full stop or bracket of the sentence around them, or with `#` and `?` encoded once or
 * twice, which makes them part of the path. A path below a page is no page.
 */
export function pageAt(path: string): { page: PagePath; rest: string } | undefined {
  const decoded = decodeTwice(path).replace(/^[\s/\\]+/, '/')
  const lowered = decoded.toLowerCase()
  for (const page of byLength) {
    if (!lowered.startsWith(page)) continue
    const rest = decoded.slice(page.length)
    if (/^[^\p{L}\p{N}-]*$/u.test(rest) || /^[/\s]*[#?&;]/.test(rest) || holdsToken(rest)) {
      return { page, rest }
    }
  }
  return undefined
}

/** Also decodes what was encoded twice. What cannot be decoded stays as it is. */
export function decodeTwice(text: string): string {
  return decode(decode(text))
}

// `/` last, because every path begins with it.
const byLength = [...Object.values(pagePaths)].sort((a, b) => b.length - a.length)

function decode(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}

function holdsToken(rest: string): boolean {
  return /^[/\s]*token\s*=/i.test(rest) || /^[/\s]*[\w-]{43}(?![\w-])/.test(rest)
}
