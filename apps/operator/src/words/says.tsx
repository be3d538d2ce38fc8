import type { FactCode, Facts, Said } from '@latchkey/operator'
import type { OperatorWording } from '@latchkey/wording/operator'
import type { ReactNode } from 'react'
import { useText } from '../use-text.ts'
import { words } from './words.tsx'

type Say = (t: OperatorWording, data: Facts[FactCode]) => ReactNode

/** A sentence of the server, in the language of the page. One that this page does not know is shown in English. */
export function Says({ what }: { what: Said }) {
  const t = useText()
  const say = Object.hasOwn(words, what.code) ? (words[what.code] as Say) : undefined
  return <span className="said">{say ? say(t, what.data) : what.text}</span>
}

/** Several sentences, one below the other. */
export function SaysAll({ what }: { what: readonly Said[] }) {
  // By its place: the same may have happened twice.
  return what.map((said, nth) => (
    <p key={nth}>
      <Says what={said} />
    </p>
  ))
}
