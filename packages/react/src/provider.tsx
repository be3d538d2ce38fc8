import { type ReactNode, useRef } from 'react'
import { watchConnection } from './connection.ts'
import { type Latchkey, LatchkeyContext } from './context.ts'
import { useLoadedSettings } from './loaded-settings.ts'
import {
  loadDocument,
  type Navigate,
  navigationOf,
  type PageState,
  type Paths,
} from './navigation.ts'
import { ShownTitle } from './parts/use-heading-focus.ts'
import { useBrowserLayoutEffect } from './use-event.ts'

/** The ways from page to page in an application. */
export type NavigationProps = {
  /** The addresses of the pages in your application. `<Recovery/>` needs none. */
  paths?: Paths | undefined
  /** Goes to one of them; loads the document if absent. */
  navigate?: Navigate | undefined
  /** What the page before handed over, if your router keeps it: the `state` that `navigate` was given. */
  pageState?: PageState | undefined
  /** Keeps what was typed in the current entry of the history. */
  onPageState?: ((state: PageState) => void) | undefined
}

type ProviderProps = NavigationProps &
  Pick<Latchkey, 't' | 'client' | 'startStrengthWorker'> &
  Partial<Omit<Latchkey, 'navigation'>> & { children: ReactNode }

const nothing = () => undefined
const noSlots = {}

/** What every part needs, with the texts and the client at hand. */
export function Provider(props: ProviderProps) {
  const { paths, navigate, pageState, onPageState, children, ...given } = props
  const settings = useLoadedSettings(props.client, props.settings)
  const shownTitle = useRef<string>(undefined)
  useBrowserLayoutEffect(watchConnection, [])
  const navigation = navigationOf({
    paths: paths ?? {},
    navigate: navigate ?? loadDocument,
    state: pageState ?? {},
    replaceState: onPageState ?? nothing,
  })
  return (
    <LatchkeyContext.Provider
      value={{
        slots: noSlots,
        idPrefix: 'latchkey-',
        headingLevel: 1,
        signInUrl: undefined,
        onSessionsEnded: nothing,
        ...given,
        settings,
        navigation,
      }}
    >
      <ShownTitle.Provider value={shownTitle}>{children}</ShownTitle.Provider>
    </LatchkeyContext.Provider>
  )
}
