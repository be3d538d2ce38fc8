/** The pages that a recovery leads to; `home` is the start of our own application. */
export type Place = 'home' | 'forgotPassword' | 'verify' | 'resetPassword' | 'notMe' | 'signIn'

/** The addresses of the pages in your application. */
export type Paths = Partial<Readonly<Record<Place, string>>>

/** What one page hands to the next. Never a secret: browsers write `history.state` to disk. */
export type PageState = {
  /** The address typed so far. */
  login?: string
  /** A new password was saved just now. */
  changed?: boolean
}

/** How to go to another page. */
export type GoOptions = {
  /** Takes the place of the current entry of the history. */
  replace?: boolean
  state?: PageState
}

/** Goes to an address of your application. The `navigate` of react-router is one. */
export type Navigate = (path: string, options: GoOptions) => unknown

export type Navigation = {
  /** Undefined where the page has no address. */
  href(place: Place): string | undefined
  go(place: Place, options?: GoOptions): void
  /** What the page before handed over. */
  state: PageState
  /** What a reload, or Back, will find in the current entry of the history. */
  replaceState(state: PageState): void
}

/** Reads what came from `history.state`, which other code may have written. */
export function pageStateFrom(state: unknown): PageState {
  if (typeof state !== 'object' || state === null) return {}
  const { login, changed } = state as Record<string, unknown>
  return {
    ...(typeof login === 'string' && { login }),
    ...(changed === true && { changed }),
  }
}

export function loadDocument(path: string, { replace }: GoOptions): void {
  if (replace) window.location.replace(path)
  else window.location.assign(path)
}

type NavigationOptions = {
  paths: Paths
  navigate: Navigate
  state: PageState
  replaceState: (state: PageState) => void
}

export function navigationOf(options: NavigationOptions): Navigation {
  const { paths, navigate, state, replaceState } = options
  return {
    href: (place) => paths[place],
    go(place, options = {}) {
      const path = paths[place]
      if (path !== undefined) return void navigate(path, options)
      // Where nobody said where people sign in, the last page says that the password was changed.
      if (place === 'signIn') return
      throw new Error(
        `LatchkeyProvider was not told the address of the page "${place}". Add it to \`paths\`, or show <Recovery/>, which needs no addresses.`,
      )
    },
    state,
    replaceState,
  }
}
