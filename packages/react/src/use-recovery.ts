import { knownLocale } from '@latchkey/wording'
import { useContext, useMemo, useRef, useState } from 'react'
import { type Call, useProcedureOf } from './call.ts'
import { connectTo, type RecoveryClient } from './client.ts'
import { LatchkeyContext } from './context.ts'
import { announceFinished, useFinishedElsewhere } from './flow/finished-elsewhere.ts'
import { dropSecret, holdSecret, useHeldSecret, useIsCutLink } from './flow/held-secret.ts'
import { clearFlow, currentFlow, type RecoveryFlow, saveFlow } from './flow/recovery-flow.ts'
import { acceptCode, finish, requestAgain, requestEmail, resendEmail } from './flow/transitions.ts'
import { useOpenedLink } from './flow/use-opened-link.ts'
import type { Refusal } from './refusal.ts'
import { useBrowserLayoutEffect, useEvent } from './use-event.ts'

/** Where the server is, and which link was opened. */
export type UseRecoveryOptions = {
  /** The tRPC endpoint of a Latchkey server. Neither this nor `client`: that of the `LatchkeyProvider` above. */
  url?: string | undefined
  client?: RecoveryClient | undefined
  /** Of the link that was opened. If absent, it is taken out of the address bar. */
  token?: string | undefined
}

type Common = {
  isPending: boolean
  /** Waiting until the device is online again. */
  isPaused: boolean
  /** Why the last call was refused, until the next one. */
  refusal: Refusal | undefined
  /** Back to `asking`; forgets what was typed and opened. */
  startOver(): void
}

/** Where a recovery is, and what can be done there. */
export type RecoveryState =
  | (Common & {
      step: 'asking'
      /** Leads to `waiting`, whether the address has an account or not. */
      request(email: string): Promise<void>
    })
  | (Common & {
      step: 'waiting'
      email: string
      /** By the server's clock, in ms since the epoch: before it, another email would be withheld. */
      resendAt: number
      /** ISO 8601. An email that had to wait carries a code that expires later. */
      codeExpiresAt: string
      /** At 0 no code is accepted any more. The link in the email still works. */
      triesLeft: number
      /** Six digits. The right code leads to `choosing`. */
      enterCode(code: string): Promise<void>
      resend(): Promise<void>
    })
  | (Common & {
      step: 'choosing'
      /** Whose password it is; undefined until the server has checked the link. */
      login: string | undefined
      /** ISO 8601, like `login`. */
      expiresAt: string | undefined
      /** Checks the link again, if that was refused for a reason that passes. */
      check(): Promise<void>
      /** Leads to `done`, or to `refused` if it is too late. A refused password leaves the link as it is. */
      choose(newPassword: string, confirmPassword?: string): Promise<void>
    })
  | (Common & { step: 'done'; login: string })
  | (Common & {
      step: 'refused'
      /** `dead`: expired, used already, or replaced by a newer password. `cut`: the link is not complete. */
      reason: 'dead' | 'cut'
    })

type End = { step: 'done'; login: string } | { step: 'refused' }

/**
 * A recovery as a state machine, for markup of your own. It needs no router. A reload goes on where it was.
 *
 * @throws without a server: neither `url`, nor `client`, nor a `LatchkeyProvider`.
 */
export function useRecovery(options: UseRecoveryOptions = {}): RecoveryState {
  const { client, locale, onSessionsEnded } = useServer(options)
  const request = useProcedureOf(client, 'request')
  const resend = useProcedureOf(client, 'resend')
  const verifyCode = useProcedureOf(client, 'verifyCode')
  const verifyToken = useProcedureOf(client, 'verifyToken')
  const reset = useProcedureOf(client, 'reset', onSessionsEnded)
  const isTaken = useOpenedLink(options.token)
  const secret = useHeldSecret()
  const isCut = useIsCutLink()
  const [flow, setFlow] = useState<RecoveryFlow>()
  const [end, setEnd] = useState<End>()
  const [refusal, setRefusal] = useState<Refusal>()

  // What the tab remembers is known only in the browser.
  useBrowserLayoutEffect(() => setFlow(currentFlow()), [])

  const check = useEvent(async () => {
    if (!secret) return
    setRefusal(undefined)
    const answer = await verifyToken.send({ token: secret.token })
    if (answer.status === 'accepted') return holdSecret({ ...secret, ...answer.value })
    if (answer.refusal.code === 'INVALID_OR_EXPIRED') return refuse()
    setRefusal(answer.refusal)
  })
  const toCheck = isTaken && secret?.login === undefined ? secret?.token : undefined
  useCheckOnce(toCheck, check)

  useFinishedElsewhere((login) => {
    if (secret ? secret.login === login : flow !== undefined) done(login)
  })

  function done(login: string) {
    finish()
    setFlow(undefined)
    setEnd({ step: 'done', login })
  }

  function refuse() {
    dropSecret()
    setEnd({ step: 'refused' })
  }

  const calls: readonly Call<never, unknown>[] = [request, resend, verifyCode, verifyToken, reset]
  const common: Common = {
    isPending: !isTaken || toCheck !== undefined ? !refusal : calls.some((call) => call.isPending),
    isPaused: calls.some((call) => call.isPaused),
    refusal,
    startOver() {
      dropSecret()
      clearFlow()
      setFlow(undefined)
      setRefusal(undefined)
      setEnd(undefined)
    },
  }

  if (end?.step === 'done') return { ...common, ...end }
  if (isCut) return { ...common, step: 'refused', reason: 'cut' }
  if (end && !secret) return { ...common, step: 'refused', reason: 'dead' }
  if (secret) {
    const { token, login, expiresAt } = secret
    return {
      ...common,
      step: 'choosing',
      login,
      expiresAt,
      check,
      async choose(newPassword, confirmPassword) {
        setRefusal(undefined)
        const answer = await reset.send({ token, newPassword, confirmPassword })
        if (answer.status === 'accepted') {
          done(login ?? '')
          return announceFinished(login ?? '')
        }
        if (answer.refusal.code === 'INVALID_OR_EXPIRED') return refuse()
        setRefusal(answer.refusal)
      },
    }
  }
  if (flow && !flow.isProven) {
    const { email, resendAt, codeExpiresAt, triesLeft } = flow
    const keep = (changed: RecoveryFlow) => setFlow(saveFlow(changed))
    return {
      ...common,
      step: 'waiting',
      email,
      resendAt,
      codeExpiresAt,
      triesLeft,
      async enterCode(code) {
        setRefusal(undefined)
        const answer = await verifyCode.send({ requestId: flow.requestId, code })
        if (answer.status === 'accepted') return acceptCode(flow, answer.value)
        setRefusal(answer.refusal)
        if (answer.refusal.code === 'TOO_MANY_ATTEMPTS') keep({ ...flow, triesLeft: 0 })
        if (answer.refusal.code === 'INVALID_OR_EXPIRED') {
          keep({ ...flow, triesLeft: triesLeft - 1 })
        }
      },
      async resend() {
        setRefusal(undefined)
        const answer =
          triesLeft > 0
            ? await resendEmail({ resend, request }, flow, locale())
            : await requestAgain(request, email, locale())
        if (answer.status === 'refused') return setRefusal(answer.refusal)
        keep(answer.value)
      },
    }
  }
  return {
    ...common,
    step: 'asking',
    async request(email) {
      setRefusal(undefined)
      const answer = await requestEmail(request, email, locale())
      if (answer.status === 'refused') return setRefusal(answer.refusal)
      setFlow(answer.value)
    },
  }
}

function useServer({ url, client }: UseRecoveryOptions) {
  const latchkey = useContext(LatchkeyContext)
  const locale = useEvent(
    () => latchkey?.t.locale ?? knownLocale(document.documentElement.lang) ?? 'en',
  )
  const own = useMemo(
    () => client ?? (url === undefined ? undefined : connectTo({ url, locale })),
    [client, url, locale],
  )
  const server = own ?? latchkey?.client
  if (server) return { client: server, locale, onSessionsEnded: latchkey?.onSessionsEnded }
  throw new Error(
    'useRecovery needs a server: give it `url`, the address of the tRPC endpoint, or `client`, a tRPC client, or put a <LatchkeyProvider> above it.',
  )
}

/** Strict mode runs effects twice, and every check counts against the client's rate limit. */
function useCheckOnce(token: string | undefined, check: () => Promise<void>): void {
  const checked = useRef<string>(undefined)
  useBrowserLayoutEffect(() => {
    if (token === undefined || checked.current === token) return
    checked.current = token
    void check()
  }, [token, check])
}
