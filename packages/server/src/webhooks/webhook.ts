import type { WebhookEventType } from '@latchkey/core'

/** An endpoint that is told of events. */
export type Webhook = {
  /** In commands, logs and metrics. */
  name: string
  url: string
  /** The events that it wants. */
  types: readonly WebhookEventType[]
} & (
  | {
      /** JSON, signed as Standard Webhooks 1.0 says. */
      format: 'standard'
      /** `whsec_…`. Each signs, so that the endpoint can change its secret. */
      secrets: readonly string[]
    }
  | {
      /** A security event token (RFC 8417) in the shape of CAEP and RISC, pushed as RFC 8935 says. */
      format: 'caep'
      /** Whom it is for. */
      audience: string
      /** A bearer token that the endpoint asks for. */
      token: string | undefined
    }
)

/** Ends the sessions of one account. It is called again until its promise is fulfilled, so it may be called twice. */
export type EndSessions = (accountId: string) => Promise<void>

/** A function of the application around us, which hears of ended sessions as a webhook does: from a job of the same commit. */
export type HostFunction = {
  name: typeof HOST_FUNCTION
  url: string
  types: readonly WebhookEventType[]
  format: 'function'
  endSessions: EndSessions
}

export type Receiver = Webhook | HostFunction

/** No webhook may have this name. */
export const HOST_FUNCTION = 'end-sessions'

type Config = { webhooks: readonly Webhook[]; endSessions?: EndSessions | undefined }

export function receiversOf({ webhooks, endSessions }: Config): Receiver[] {
  if (endSessions === undefined) return [...webhooks]
  return [
    ...webhooks,
    {
      ...{ name: HOST_FUNCTION, url: 'function:endSessions', types: ['account.sessions_ended'] },
      ...{ format: 'function', endSessions },
    },
  ]
}
