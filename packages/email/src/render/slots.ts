import { escapeHtml } from './html.ts'

/*
 * A template is run once for each language and set of facts, with slots in the place of the facts. What comes out is
 * cut at the slots; a mail then only fills them. The worker sends a thousand mails a second, and putting tables
 * together or turning HTML into text for each would take longer than sending it.
 *
 * The signs around a slot are characters no text of ours holds. Facts are filled in after the cut, so whatever a
 * stranger writes into a name can never become a slot.
 */
const OPEN = '\uE010'
const CLOSE = '\uE011'

export type Facts = Readonly<Record<string, string | undefined>>

/** The facts as a template sees them: there or not, but without what they say. */
export function slotsFor<F extends Facts>(facts: F): F {
  const slots = Object.entries(facts).map(([name, value]) => [
    name,
    value === undefined ? undefined : `${OPEN}${name}${CLOSE}`,
  ])
  return Object.fromEntries(slots)
}

export type Filled = (facts: Facts) => string

/** Cuts what a template made; what comes back fills facts into it, each in the way `as` makes safe. */
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
