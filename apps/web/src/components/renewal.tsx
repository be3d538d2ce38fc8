import { useState } from 'react'
import { Link } from 'react-router'
import { useRequestRecovery } from '../api.ts'
import type { CheckedSecret } from '../flow/held-secret.ts'
import { type RecoveryFlow, saveFlow, startFlow, waitingFlow } from '../flow/recovery-flow.ts'
import type { PageState } from '../page-state.ts'
import { paths } from '../paths.ts'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.tsx'
import { CodeForm } from './code-form.tsx'
import { EndingSoon } from './ending-soon.tsx'
import { FocusedAlert } from './focused-alert.tsx'
import { Form } from './form.tsx'
import { Progress } from './submit.tsx'
import { Trouble } from './trouble.tsx'
import { useSecondsUntil } from './use-seconds-until.ts'

/** Time enough to fetch a mail. */
const OFFER_SECONDS = 120

type RenewalProps = {
  secret: CheckedSecret
  /** The server refused the right: a new object for every time it did. */
  over: object | undefined
  onRenewed: (secret: CheckedSecret) => void
}

/** A right that ends while somebody is typing gets a successor in place: nothing typed is lost. */
export function Renewal({ secret, over, onRenewed }: RenewalProps) {
  const t = useWording()
  const [flow, setFlow] = useState<RecoveryFlow>()
  const secondsLeft = useSecondsUntil(Date.parse(secret.expiresAt ?? ''))
  const isOffered = over !== undefined || secondsLeft <= OFFER_SECONDS

  if (flow) {
    return (
      <div className="renewal">
        <FocusedAlert about={flow.requestId} tone="news">
          <p>
            {t.parts('reset.renewSent', {
              address: (
                <bdi key="address" className="address">
                  {flow.email}
                </bdi>
              ),
            })}
          </p>
          {flow.triesLeft <= 0 && <p>{t('verify.closed')}</p>}
        </FocusedAlert>
        {flow.triesLeft > 0 ? (
          <CodeForm
            flow={flow}
            onWrong={(triesLeft) => setFlow(saveFlow({ ...flow, triesLeft }))}
            onVerified={({ ticket, ...proof }) =>
              onRenewed({ kind: 'ticket', token: ticket, ...proof })
            }
          />
        ) : (
          <AskForCode login={secret.login} onAsked={setFlow} />
        )}
      </div>
    )
  }
  if (!isOffered) return null
  return (
    <div className="renewal">
      {over ? (
        <FocusedAlert about={over}>
          <p>
            <strong>{t('reset.expired')}</strong>
          </p>
          <p>{t('reset.expiredText')}</p>
        </FocusedAlert>
      ) : (
        <>
          <EndingSoon
            at={secret.expiresAt ?? ''}
            soon={(duration) => t('reset.expiresSoon', { duration })}
            over={t('reset.expired')}
          />
          <p>{t('reset.expiresSoonAdvice')}</p>
        </>
      )}
      <AskForCode login={secret.login} onAsked={setFlow} />
      {over && (
        <Link
          className="link"
          to={paths.signIn}
          state={{ login: secret.login } satisfies PageState}
        >
          {t('forgot.back')}
        </Link>
      )}
    </div>
  )
}

function AskForCode(props: { login: string; onAsked: (flow: RecoveryFlow) => void }) {
  const { login, onAsked } = props
  const t = useWording()
  const request = useRequestRecovery()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    setTrouble(undefined)
    // Asked again this soon, the mail would be withheld; the one on its way has a code as well.
    const waiting = waitingFlow(login)
    if (waiting && waiting.triesLeft > 0) return onAsked(waiting)
    const answer = await request.send({ email: login })
    if (answer.status === 'refused') return setTrouble(answer.refusal)
    onAsked(startFlow(answer.value, login))
  }

  return (
    <Form label={t('reset.renew')} onSubmit={submit}>
      {trouble && <Trouble refusal={trouble} />}
      <button type="submit" className="button is-quiet" aria-disabled={request.isPending}>
        {request.isPending ? t('reset.renewBusy') : t('reset.renew')}
      </button>
      <Progress pending={request.isPending} paused={request.isPaused} />
    </Form>
  )
}
