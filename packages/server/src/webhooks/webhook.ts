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
