import { useState } from 'react'
import { useProcedure } from '../call.ts'
import type { CheckedSecret } from '../flow/held-secret.ts'
import { type RecoveryFlow, saveFlow, waitingFlow } from '../flow/recovery-flow.ts'
import { requestAgain } from '../flow/transitions.ts'
import type { Refusal } from '../refusal.ts'
import { useSecondsUntil } from '../server-clock.ts'
import { useWording } from '../wording.ts'
import { Button } from './button.tsx'
import { CodeForm } from './code-form.tsx'
import { ExpiryWarning } from './expiry-warning.tsx'
import { FocusedAlert } from './focused-alert.tsx'
import { Form } from './form.tsx'
import { SignInLink } from './sign-in-link.tsx'
import { Progress } from './submit.tsx'
import { Trouble } from './trouble.tsx'

/** Enough time to receive an email. */
const OFFER_SECONDS = 120

type RenewalProps = {
  secret: CheckedSecret
  /** Set once the server has refused the secret: a new object for every refusal. */
  refused: object | undefined
  onRenewed: (secret: CheckedSecret) => void
}

/** Replaces a secret that expires while somebody is typing, so that nothing they typed is lost. */
export function Renewal({ secret, refused, onRenewed }: RenewalProps) {
  const [flow, setFlow] = useState<RecoveryFlow>()
  const secondsLeft = useSecondsUntil(Date.parse(secret.expiresAt ?? ''))
  const isEnding = secondsLeft !== undefined && secondsLeft <= OFFER_SECONDS
  const isOffered = refused !== undefined || isEnding
  if (!flow && !isOffered) return null
  return (
    <div data-latchkey="renewal">
      {flow ? (
        <NewCode login={secret.login} flow={flow} onFlow={setFlow} onRenewed={onRenewed} />
      ) : (
        <Offer secret={secret} refused={refused} onRequested={setFlow} />
      )}
    </div>
  )
}

type OfferProps = Omit<RenewalProps, 'onRenewed'> & { onRequested: (flow: RecoveryFlow) => void }

function Offer({ secret, refused, onRequested }: OfferProps) {
  const t = useWording()
  return (
    <>
      {refused ? (
        <FocusedAlert about={refused}>
          <p>
            <strong>{t('reset.expired')}</strong>
          </p>
          <p>{t('reset.expiredText')}</p>
        </FocusedAlert>
      ) : (
        <>
          <ExpiryWarning
            at={secret.expiresAt ?? ''}
            soonText={(duration) => t('reset.expiresSoon', { duration })}
            expiredText={t('reset.expired')}
          />
          <p>{t('reset.expiresSoonAdvice')}</p>
        </>
      )}
      <RequestCode
        login={secret.login}
        isNextStep={refused !== undefined}
        onRequested={onRequested}
      />
      {refused && <SignInLink login={secret.login}>{t('forgot.back')}</SignInLink>}
    </>
  )
}

type NewCodeProps = {
  login: string
  flow: RecoveryFlow
  onFlow: (flow: RecoveryFlow) => void
  onRenewed: (secret: CheckedSecret) => void
}

function NewCode({ login, flow, onFlow, onRenewed }: NewCodeProps) {
  const t = useWording()
  const address = (
    <bdi key="address" data-latchkey="address" translate="no">
      {flow.email}
    </bdi>
  )
  return (
    <>
      <FocusedAlert about={flow.requestId} tone="news">
        <p>{t.parts('reset.renewSent', { address })}</p>
        {flow.triesLeft <= 0 && <p>{t('verify.closed')}</p>}
      </FocusedAlert>
      {flow.triesLeft > 0 ? (
        <CodeForm
          flow={flow}
          onWrong={(triesLeft) => onFlow(saveFlow({ ...flow, triesLeft }))}
          onVerified={({ ticket, ...verified }) => {
            saveFlow({ ...flow, isProven: true })
            onRenewed({ kind: 'ticket', token: ticket, ...verified })
          }}
        />
      ) : (
        <RequestCode login={login} isNextStep onRequested={onFlow} />
      )}
    </>
  )
}

type RequestCodeProps = {
  login: string
  /** Nothing else on the page leads on. */
  isNextStep: boolean
  onRequested: (flow: RecoveryFlow) => void
}

function RequestCode({ login, isNextStep, onRequested }: RequestCodeProps) {
  const t = useWording()
  const request = useProcedure('request')
  const [trouble, setTrouble] = useState<Refusal>()
  // This soon, another email would be withheld. The one that was sent has a code, too, unless that was used.
  const waiting = waitingFlow(login)
  const isUsable = waiting !== undefined && waiting.triesLeft > 0 && !waiting.isProven
  const secondsLeft = useSecondsUntil(isUsable ? undefined : waiting?.resendAt) ?? 0

  async function submit() {
    setTrouble(undefined)
    if (isUsable) return onRequested(waiting)
    if (secondsLeft > 0) return
    const answer = await requestAgain(request, login, t.locale)
    if (answer.status === 'refused') return setTrouble(answer.refusal)
    onRequested(answer.value)
  }

  return (
    <Form label={t('reset.renew')} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <Button
        type="submit"
        data-latchkey={isNextStep ? 'button is-primary' : 'button is-quiet'}
        aria-disabled={request.isPending || secondsLeft > 0}
      >
        {request.isPending ? t('reset.renewBusy') : t('reset.renew')}
      </Button>
      {secondsLeft > 0 && (
        <p data-latchkey="countdown">
          {t('verify.resendWait', { duration: t.duration(secondsLeft) })}
        </p>
      )}
      <Progress pending={request.isPending} paused={request.isPaused} />
    </Form>
  )
}
