import { LanguageSwitch } from '@latchkey/react/app'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { useEnter, useFacts } from '../api.ts'
import { useProductName } from '../product-name.ts'
import { type Refusal, refusalText } from '../refusal.ts'
import { forgetToken } from '../token-from-address.ts'
import { useText } from '../use-text.ts'
import { Command } from './address.tsx'

/** The state of the history entry after somebody left. */
export const LEFT = { hasLeft: true } as const

type EnterProps = {
  /** The secret of a link that was opened. */
  token: string | undefined
  /** Whose session this browser has. The link ends it, unless it is refused. */
  operator: string | undefined
  hasEnded: boolean
}

/** For a browser in which nobody has entered, or a link was opened: it is used, or the page says where links come from. */
export function Enter({ token, operator, hasEnded }: EnterProps) {
  const t = useText()
  const facts = useFacts()
  const product = useProductName()
  const { state } = useLocation()
  const enter = useEnter()
  const [refusal, setRefusal] = useState<Refusal>()
  const sent = useRef<string>(undefined)
  const title = t('enter.title')

  const openLink = useEffectEvent(async (link: string) => {
    sent.current = link
    setRefusal(undefined)
    const answer = await enter.send(link)
    if (answer.status === 'accepted') forgetToken()
    else setRefusal(answer.refusal)
  })
  useEffect(() => {
    // Each link once, also where React runs effects twice.
    if (token !== undefined && token !== sent.current) void openLink(token)
  }, [token])

  useEffect(() => {
    document.title = product ? `${title} · ${product}` : title
  }, [title, product])

  const hasLeft = (state as Partial<typeof LEFT> | null)?.hasLeft === true
  return (
    <div data-latchkey="frame" className="entry">
      <main data-latchkey="card">
        <h1 data-latchkey="title">{title}</h1>
        <p role="status">{enter.isPending && t('enter.busy')}</p>
        {refusal && (
          <div data-latchkey="notice is-trouble" role="alert">
            <p>{whyNot(t, refusal)}</p>
          </div>
        )}
        {refusal && operator !== undefined && (
          <button type="button" data-latchkey="button" onClick={forgetToken}>
            {t.parts('enter.goOn', { operator: <bdi key="operator">{operator}</bdi> })}
          </button>
        )}
        {!refusal && !enter.isPending && (hasLeft || hasEnded) && (
          <div data-latchkey="notice" role="status">
            <p>{hasLeft ? t('enter.left') : withCommand(t, 'enter.ended')}</p>
          </div>
        )}
        {!refusal && !enter.isPending && <p>{withCommand(t, 'enter.how')}</p>}
        {facts?.proxyEntry && <p>{t('enter.proxy')}</p>}
        <p className="soft">{t('enter.audited')}</p>
      </main>
      <footer className="entry-footer">
        <LanguageSwitch />
      </footer>
    </div>
  )
}

type T = ReturnType<typeof useText>
type LinkText = 'enter.how' | 'enter.ended' | 'enter.used' | 'enter.expired' | 'enter.unknown'

function withCommand(t: T, text: LinkText): ReactNode {
  return t.parts(text, { command: <Command key="command">latchkey operator</Command> })
}

function whyNot(t: T, refusal: Refusal): ReactNode {
  if (refusal.code !== 'LINK_NOT_GOOD') return refusalText(t, refusal)
  return withCommand(t, `enter.${refusal.link ?? 'unknown'}`)
}
