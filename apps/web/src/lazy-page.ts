import { type ComponentType, createElement, type ReactNode, use } from 'react'

/** A page whose script is fetched when it is wanted. Once it is here, it renders without a pause. */
export type LazyPage = {
  (): ReactNode
  preload(): Promise<unknown>
}

export function lazyPage(load: () => Promise<ComponentType>): LazyPage {
  let loaded: ComponentType | undefined
  let loading: Promise<ComponentType> | undefined

  function preload() {
    loading ??= load().then(
      (component) => {
        loaded = component
        return component
      },
      (error: unknown) => {
        // Asked for again, it is fetched again: the network may be back.
        loading = undefined
        throw error
      },
    )
    return loading
  }

  const Page = () => createElement(loaded ?? use(preload()))
  return Object.assign(Page, { preload })
}
