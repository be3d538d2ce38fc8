import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Case, cases, type Door } from './cases.ts'
import { type Corpus, openCorpus } from './corpus.ts'
import { hasDoor, type Op } from './doors.ts'
import { playAsWritten } from './generic.ts'
import { plays } from './groups/index.ts'
import { differently, notHere } from './not-here.ts'
import type { Play } from './plays.ts'
import { openScene } from './scene.ts'

/*
 * The attack corpus: every row of cases.json is played here, through every door it names, or stands in
 * not-here.ts with a reason. The table at the end says which.
 */

let corpus: Corpus
const outcomes = new Map<string, string[]>()

beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(async () => {
  await corpus?.close()
  console.info(table())
})

function performances(spec: Case): { door: Door; name: string; play: Play }[] {
  const special = plays[spec.id]
  if (special && 'once' in special) return [{ door: 'trpc', name: '', play: special.once }]
  const play = special ?? playAsWritten
  const op = spec.input.op as Op
  return (spec.input.via ?? (['trpc', 'rest'] as const))
    .filter((door) => special || hasDoor(op, door))
    .map((door) => ({ door, name: ` (${door})`, play }))
}

const groups = Map.groupBy(
  cases.filter(({ id }) => notHere[id] === undefined),
  ({ group }) => group,
)

describe.each([...groups])('%s', (_group, members) => {
  for (const spec of members) {
    for (const { door, name, play } of performances(spec)) {
      test.concurrent(`${spec.id} ${spec.title}${name}`, async () => {
        const outcome = { said: `FAILED${name}` }
        try {
          await play(openScene(corpus, spec, door))
          outcome.said = `passed${name}`
        } finally {
          outcomes.set(spec.id, [...(outcomes.get(spec.id) ?? []), outcome.said])
        }
      })
    }
  }
})

test('every case is played or has a reason, and no reason is for a case that does not exist', () => {
  const ids = new Set(cases.map(({ id }) => id))
  expect(ids.size).toBe(163)
  for (const id of [...Object.keys(plays), ...Object.keys(notHere), ...Object.keys(differently)]) {
    expect(ids, id).toContain(id)
  }
  for (const id of Object.keys(plays)) expect(notHere[id], id).toBeUndefined()
  for (const id of Object.keys(differently)) expect(notHere[id], id).toBeUndefined()
  for (const spec of cases) {
    if (notHere[spec.id] === undefined)
      expect(performances(spec).length, spec.id).toBeGreaterThan(0)
  }
})

test('nobody outside the stories was ever mailed', () => {
  const strangers = corpus.mail.delivered.filter(({ recipients }) =>
    recipients.some((address) => address.includes('evil')),
  )
  expect(strangers).toEqual([])
})

function table(): string {
  const rows = cases.map(({ id }) => {
    const played = outcomes.get(id)?.join(', ') ?? 'not played'
    const note = notHere[id] ?? differently[id]
    return `${id}  ${notHere[id] ? '' : played}${note ? `  ${note}` : ''}`
  })
  return `The attack corpus:\n${rows.join('\n')}`
}
