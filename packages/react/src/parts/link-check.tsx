import { useEffect, useRef, useState } from 'react'
import type { Call } from '../call.ts'
import type { Verified } from '../client.ts'
import { type HeldSecret, holdSecret } from '../flow/held-secret.ts'
import type { Refusal } from '../refusal.ts'
import { useEvent } from '../use-event.ts'
import { useWording } from '../wording.ts'
import { Progress } from './submit.tsx'
import { Trouble } from './trouble.tsx'

type LinkCheckProps = {
  secret: HeldSecret
  /** The procedure that checks this kind of secret. */
  verify: Call<{ token: string }, Verified>
  onDead: () => void
}

/** Asks the server which account an opened link, or a kept ticket, is for. This does not use it up. */
export function LinkCheck({ secret, verify, onDead }: LinkCheckProps) {
  const t = useWording()
  const [trouble, setTrouble] = useState<Refusal>()
  // Strict mode runs effects twice, and every check counts against the client's rate limit.
  const wasChecked = useRef(false)

  async function check() {
    setTrouble(undefined)
    const answer = await verify.send({ token: secret.token })
    if (answer.status === 'accepted') return holdSecret({ ...secret, ...answer.value })
    if (answer.refusal.code === 'INVALID_OR_EXPIRED') return onDead()
    setTrouble(answer.refusal)
  }

  const checkOnce = useEvent(() => {
    if (wasChecked.current) return
    wasChecked.current = true
    void check()
  })
  useEffect(() => checkOnce(), [checkOnce])

  return (
    <>
      {trouble && <Trouble refusal={trouble} onRetry={check} />}
      {!trouble && <p role="status">{t('reset.checking')}</p>}
      <Progress pending={verify.isPending} paused={verify.isPaused} />
    </>
  )
}
