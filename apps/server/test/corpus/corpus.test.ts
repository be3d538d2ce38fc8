import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasCall, type Op } from './apis.ts'
import { type Api, type Case, cases } from './cases.ts'
import { type Corpus, openCorpus } from './corpus.ts'
import { playAsWritten } from './generic.ts'
import { plays } from './groups/index.ts'
import { differently, notHere } from './not-here.ts'
import type { Play } from './plays.ts'
import { openScene } from './scene.ts'

/*
 * The attack corpus: every row of cases.json is run here, through each API that it names, or is listed in not-here.ts with
 * a reason. The table at the end shows the outcomes.
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

function performances(spec: Case): { api: Api; name: string; play: Play }[] {
  const special = plays[spec.id]
  if (special && 'once' in special) return [{ api: 'trpc', name: '', play: special.once }]
  const play = special ?? playAsWritten
  const op = spec.input.op as Op
  return (spec.input.via ?? (['trpc', 'rest'] as const))
    .filter((api) => special || hasCall(op, api))
    .map((api) => ({ api, name: ` (${api})`, play }))
}

const groups = Map.groupBy(
  cases.filter(({ id }) => notHere[id] === undefined),
  ({ group }) => group,
)

describe.each([...groups])('%s', (_group, members) => {
  for (const spec of members) {
    for (const { api, name, play } of performances(spec)) {
      test.concurrent(`${spec.id} ${spec.title}${name}`, async () => {
        const outcome = { text: `FAILED${name}` }
        try {
          await play(openScene(corpus, spec, api))
          outcome.text = `passed${name}`
        } finally {
          outcomes.set(spec.id, [...(outcomes.get(spec.id) ?? []), outcome.text])
        }
      })
    }
  }
})

test('every case is run or has a reason not to be, and every reason names a case', () => {
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

test('no email was sent to an address outside the cases', () => {
  const outside = corpus.mail.delivered.filter(({ recipients }) =>
    recipients.some((address) => address.includes('evil')),
  )
  expect(outside).toEqual([])
})

function table(): string {
  const rows = cases.map(({ id }) => {
    const outcome = outcomes.get(id)?.join(', ') ?? 'not run'
    const note = notHere[id] ?? differently[id]
    return `${id}  ${notHere[id] ? '' : outcome}${note ? `  ${note}` : ''}`
  })
  return `The attack corpus:\n${rows.join('\n')}`
}
