import { importFile } from '@latchkey/wording'
import { type ComponentType, createElement, type ReactNode, use } from 'react'

/** A page, or a part of one, whose code is loaded when it is first needed. */
export type LazyPage<Props extends object = object> = {
  (props: Props): ReactNode
  /** Loads the code now. Afterwards the page renders without suspending. */
  preload(): Promise<unknown>
}

/** The code of a page did not come: the network failed, or a newer version of the site no longer has the file. */
export class PageNotLoaded extends Error {}

/**
 * Differs from `React.lazy` in two ways: it can be preloaded, and `preload` tries again after a failure.
 * `React.lazy` keeps a failure, so a page that failed offline would stay broken until the document is reloaded.
 *
 * @param name under which the file exports the page.
 */
export function lazyPage<Props extends object, Name extends string>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
): LazyPage<Props> {
  let loaded: ComponentType<Props> | undefined
  let loading: Promise<ComponentType<Props>> | undefined
  // What a render waits for. It keeps a failure: a new attempt for every render would never reach an error boundary.
  let awaited: Promise<ComponentType<Props>> | undefined

  async function loadOnce() {
    try {
      loaded = (await importFile(load))[name]
      return loaded
    } catch (cause) {
      loading = undefined
      throw new PageNotLoaded('the code of a page did not load', { cause })
    }
  }
  function preload() {
    awaited = undefined
    loading ??= loadOnce()
    return loading
  }
  function Page(props: Props) {
    awaited ??= preload()
    return createElement(loaded ?? use(awaited), props)
  }
  return Object.assign(Page, { preload })
}
