import { useState } from 'react'
import { useProcedure } from '../call.ts'
import { useNavigation } from '../context.ts'
import { noteSecured, wasSecuredHere } from '../flow/finished-here.ts'
import { dropSecret, useHeldSecret, useIsCutLink } from '../flow/held-secret.ts'
import { startFlow } from '../flow/recovery-flow.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import type { FieldError } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { LinkCheck } from '../parts/link-check.tsx'
import { Page } from '../parts/page.tsx'
import { PageLink } from '../parts/page-link.tsx'
import { SignInLink } from '../parts/sign-in-link.tsx'
import { Submit } from '../parts/submit.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { WaitingPage } from '../parts/waiting-page.tsx'
import type { Refusal } from '../refusal.ts'
import { useWording } from '../wording.ts'

type End = 'secured' | 'dead'

/**
 * "This wasn't me": the link in the notice about a changed password. Opening it only shows the account. The button
 * does nothing until a checkbox is ticked: some email scanners open links and press every button on the page.
 */
export function NotMe() {
  const t = useWording()
  return (
    <WaitingPage title={t('notMe.title')}>
      <Opened />
    </WaitingPage>
  )
}

function Opened() {
  const secret = useHeldSecret()
  const isCut = useIsCutLink()
  const verify = useProcedure('verifyNotMe')
  const [end, setEnd] = useState<End>()
  const t = useWording()
  if (end === 'secured') return <Secured />
  if (end === 'dead') return <DeadLink />
  if (isCut) return <CutLink />
  if (!secret) return wasSecuredHere() ? <Secured /> : <NoLink />
  const { token, login } = secret
  return (
    <Page key={token} title={t('notMe.title')}>
      {login === undefined ? (
        <LinkCheck secret={secret} verify={verify} onDead={() => setEnd('dead')} />
      ) : (
        <Confirm token={token} login={login} onEnd={setEnd} />
      )}
    </Page>
  )
}

type ConfirmProps = { token: string; login: string; onEnd: (end: End) => void }

function Confirm({ token, login, onEnd }: ConfirmProps) {
  const t = useWording()
  const notMe = useProcedure('notMe')
  const [isSure, setIsSure] = useState(false)
  const [error, setError] = useState<FieldError>()
  const [trouble, setTrouble] = useState<Refusal>()

  async function submit() {
    setTrouble(undefined)
    setError(isSure ? undefined : { text: (t) => t('notMe.sureMissing') })
    if (!isSure) return
    const answer = await notMe.send({ token })
    if (answer.status === 'refused' && answer.refusal.code !== 'INVALID_OR_EXPIRED') {
      return setTrouble(answer.refusal)
    }
    // An email with a new link and code is on its way; the next page waits for the code.
    if (answer.status === 'accepted') startFlow(answer.value, answer.value.login, t.locale)
    if (answer.status === 'accepted') noteSecured()
    onEnd(answer.status === 'accepted' ? 'secured' : 'dead')
    dropSecret()
  }

  return (
    <>
      <p role="status">
        {t.parts('notMe.text', {
          login: (
            <bdi key="login" data-latchkey="address" translate="no">
              {login}
            </bdi>
          ),
        })}
      </p>
      <p>{t('notMe.what')}</p>
      <Form label={t('notMe.title')} onSubmit={submit}>
        {trouble && <Trouble refusal={trouble} />}
        <Checkbox
          id="not-me"
          label={t('notMe.sure')}
          checked={isSure}
          onChange={(checked) => {
            setIsSure(checked)
            setError(undefined)
          }}
          error={error}
        />
        <Submit pending={notMe.isPending} paused={notMe.isPaused} busyLabel={t('notMe.busy')}>
          {t('notMe.submit')}
        </Submit>
      </Form>
      <p data-latchkey="hint">{t('notMe.nothingYet')}</p>
      <SignInLink login={login}>{t('forgot.back')}</SignInLink>
    </>
  )
}

function Secured() {
  const t = useWording()
  const { go } = useNavigation()
  return (
    <Page title={t('notMe.doneTitle')}>
      <p role="status">{t('notMe.doneText')}</p>
      <Button
        type="button"
        data-latchkey="button is-primary"
        onClick={() => go('verify', { replace: true })}
      >
        {t('notMe.choose')}
      </Button>
    </Page>
  )
}

function DeadLink() {
  const t = useWording()
  return (
    <Page title={t('notMe.deadTitle')}>
      <p>{t('notMe.deadText')}</p>
      <ChoosePassword />
    </Page>
  )
}

/** Something on the way shortened or changed the link. */
function CutLink() {
  const t = useWording()
  return (
    <Page title={t('reset.cutTitle')}>
      <p>{t('notMe.cutText')}</p>
      <ChoosePassword />
    </Page>
  )
}

function NoLink() {
  const t = useWording()
  return (
    <Page title={t('notMe.nothingTitle')}>
      <p>{t('notMe.noLinkText')}</p>
      <ChoosePassword />
    </Page>
  )
}

function ChoosePassword() {
  const t = useWording()
  return (
    <div data-latchkey="actions">
      <PageLink data-latchkey="button is-primary" to="forgotPassword">
        {t('notMe.choose')}
      </PageLink>
      <SignInLink>{t('forgot.back')}</SignInLink>
    </div>
  )
}
