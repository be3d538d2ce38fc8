import { escapeHtml } from './html.ts'

/*
 * A template runs once for each language and set of facts, with slots in place of the facts. Its result is cut at the
 * slots, and each email only fills them: composing tables and converting HTML to text takes longer than sending.
 *
 * Slots are marked by private-use characters. Facts are filled in after the cut, so no text of a stranger can become
 * a slot.
 */
const OPEN = '\uE010'
const CLOSE = '\uE011'

export type Facts = Readonly<Record<string, string | undefined>>

/** The facts as a template sees them: present or absent, without their values. */
export function slotsFor<F extends Facts>(facts: F): F {
  const slots = Object.entries(facts).map(([name, value]) => [
    name,
    value === undefined ? undefined : `${OPEN}${name}${CLOSE}`,
  ])
  return Object.fromEntries(slots)
}

export type Filled = (facts: Facts) => string

/** Cuts the result of a template at its slots. The returned function fills facts in, each made safe by `as`. */
export function cut(made: string, as: (value: string, name: string) => string): Filled {
  const pieces = made.split(new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`))
  return (facts) => {
    let filled = pieces[0] ?? ''
    for (let at = 1; at < pieces.length; at += 2) {
      const name = pieces[at] ?? ''
      filled += as(facts[name] ?? '', name) + pieces[at + 1]
    }
    return filled
  }
}

export const asMarkup = escapeHtml
export const asWritten = (value: string) => value
