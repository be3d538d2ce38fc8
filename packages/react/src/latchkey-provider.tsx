import type { PublicSettings } from '@latchkey/api'
import type { Locale } from '@latchkey/wording'
import { type ReactNode, Suspense, useMemo, useRef } from 'react'
import { connectTo, type RecoveryClient } from './client.ts'
import type { StartWorker } from './context.ts'
import { type NavigationProps, Provider } from './provider.tsx'
import type { Slots } from './slots.ts'
import { readWording, type TextOverrides } from './texts.ts'
import { useBrowserLayoutEffect } from './use-event.ts'

/** One of the two: where the server is, or a tRPC client that knows. */
export type Connection =
  | {
      /** The tRPC endpoint of a Latchkey server, such as `/trpc`. */
      url: string
      client?: undefined
    }
  | { client: RecoveryClient; url?: undefined }

/** A server, and everything else that can be chosen. */
export type LatchkeyProviderProps = Connection &
  NavigationProps & {
    /** One of our languages; English if absent. `localeFor(tag)` finds the one for any language tag. */
    locale?: Locale | undefined
    /** Texts of your own, for any of ours. Keep the object outside the component: a new one means new texts. */
    texts?: TextOverrides | undefined
    /** Components of your own that take the place of ours. */
    slots?: Slots
    /** Where people sign in. If absent: what the server's settings say, or `paths.signIn`. */
    signInUrl?: string | undefined
    /** If absent, the server is asked. */
    settings?: PublicSettings | undefined
    /** The server has ended every session of an account: forget what you know of the current one. */
    onSessionsEnded?: () => void
    /** Before the ids of fields; `latchkey-` if absent. */
    idPrefix?: string
    /** Of the heading of a page; 1 if absent. */
    headingLevel?: 1 | 2 | 3
    /**
     * Starts the script `@latchkey/react/strength-worker`, which judges passwords off the main thread. Needed only where
     * your bundler knows no `new Worker(new URL(…))`, or where your content security policy enforces Trusted Types.
     */
    startStrengthWorker?: StartWorker
    /** Shown while the texts are loading. */
    fallback?: ReactNode
    children: ReactNode
  }

/**
 * Gives everything of `@latchkey/react` below it a server, a language and a way from page to page.
 *
 * @throws without a server, or for a language that we do not have.
 */
export function LatchkeyProvider(props: LatchkeyProviderProps) {
  if (props.url === undefined && props.client === undefined) {
    throw new Error(
      'LatchkeyProvider needs `url`, the address of the tRPC endpoint, or `client`, a tRPC client.',
    )
  }
  return (
    <Suspense fallback={props.fallback ?? null}>
      <WithTexts {...props} />
    </Suspense>
  )
}

function WithTexts(props: LatchkeyProviderProps) {
  const { url, client: given, locale = 'en', texts, fallback: _, ...rest } = props
  const t = useMemo(() => readWording(locale, texts), [locale, texts])
  const client = useClient(url, given, locale)
  return <Provider startStrengthWorker={startOwnWorker} {...rest} t={t} client={client} />
}

async function startOwnWorker(): Promise<Worker> {
  return (await import('./strength/start-worker.ts')).startWorker()
}

function useClient(
  url: string | undefined,
  given: RecoveryClient | undefined,
  locale: Locale,
): RecoveryClient {
  const latest = useRef(locale)
  useBrowserLayoutEffect(() => {
    latest.current = locale
  })
  return useMemo(
    () => given ?? connectTo({ url: url ?? '', locale: () => latest.current }),
    [given, url],
  )
}
