import { noteServerTime } from './server-clock.ts'

/** There was no answer: the network failed, or the server was silent for too long. */
export class NoAnswer extends Error {}

export type CallOptions = { fetch?: typeof fetch; timeoutSeconds?: number }

type Init = { signal?: AbortSignal | null | undefined }

/**
 * A `fetch` with a timeout. Only what happens while the network is used becomes a `NoAnswer`: an error of our own must
 * not be told as the person's connection. Made with `AbortController`, because `AbortSignal.any` and `.timeout` are
 * missing in browsers that we promise to support.
 */
export function callServer({ fetch = globalThis.fetch, timeoutSeconds = 15 }: CallOptions) {
  return async (url: string | URL | Request, init: Init = {}): Promise<Response> => {
    const stop = new AbortController()
    const caller = init.signal
    const stopToo = () => stop.abort(caller?.reason)
    if (caller?.aborted) stopToo()
    caller?.addEventListener('abort', stopToo)
    const timer = setTimeout(() => stop.abort(new NoAnswer('timeout')), timeoutSeconds * 1000)
    const options = { ...init, credentials: 'same-origin', signal: stop.signal } as const
    try {
      const response = await fetch(url, options).catch(noAnswer)
      const body = await response.text().catch(noAnswer)
      noteServerTime(response.headers)
      const { status, statusText, headers } = response
      return new Response(body || null, { status, statusText, headers })
    } finally {
      clearTimeout(timer)
      caller?.removeEventListener('abort', stopToo)
    }
  }
}

function noAnswer(cause: unknown): never {
  throw new NoAnswer('no answer', { cause })
}
