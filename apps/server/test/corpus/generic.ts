import { expect } from 'vitest'
import type { Op, Reply } from './apis.ts'
import { expand, statusOf } from './cases.ts'
import { codeBody, type Live, type Scene } from './scene.ts'

const ops = new Set<Op>([
  'forgot',
  'code_verify',
  'reset',
  'reset_by_code',
  'token_verify',
  'signin',
])

/** Runs a case that its row describes completely: bodies, statuses, and what may change. */
export async function playAsWritten(scene: Scene): Promise<void> {
  const { spec } = scene
  const op = spec.input.op as Op
  if (!ops.has(op)) throw new Error(`${spec.id} needs its own function`)
  await accountsOf(scene)
  const live = /\{\{[TKR]\}\}/.test(JSON.stringify(spec.input)) ? await scene.live() : undefined
  const before = await scene.hashes()
  const emailsBefore = live ? 1 : 0

  for (const [i, body] of (await bodiesOf(scene, live)).entries()) {
    const sent = op === 'code_verify' ? codeBody(scene.api, body as object) : body
    const reply = await scene.send(op, sent)
    expectStatus(scene, reply, i)
  }

  await scene.settled()
  await expectEmails(scene, emailsBefore)
  if (/no account changed|unchanged|not accepted/.test(spec.expect.state ?? '')) {
    expect(await scene.hashes()).toEqual(before)
  }
  if (/no recovery_request/.test(spec.expect.state ?? '')) expect(await scene.requests()).toBe(0)
}

async function accountsOf(scene: Scene): Promise<void> {
  const named = scene.spec.precondition.matchAll(/\b([a-z]+)@example\.test/g)
  for (const name of new Set(['victim', ...[...named].map(([, name = '']) => name)])) {
    await scene.account(name)
  }
}

async function bodiesOf(scene: Scene, live: Live | undefined): Promise<unknown[]> {
  const { input } = scene.spec
  if (input.passwords) {
    const minted = []
    for (const newPassword of localised(scene, input.passwords, undefined) as unknown[]) {
      const { token } = await scene.mint(scene.email('victim'))
      minted.push({ token, newPassword, confirmPassword: newPassword })
    }
    return minted
  }
  const raws = input.raw_bodies ?? (input.raw_body === undefined ? [] : [input.raw_body])
  const bodies = input.bodies ?? (input.body === undefined ? [] : [input.body])
  if (raws.length + bodies.length === 0) throw new Error(`${scene.spec.id} has nothing to send`)
  return [
    ...raws.map((text) => scene.localise(text)),
    ...bodies.map((body) => localised(scene, expand(body), live)),
  ]
}

function localised(scene: Scene, value: unknown, live: Live | undefined): unknown {
  const text = scene
    .localise(JSON.stringify(value))
    .replaceAll('{{T}}', live?.token ?? '')
    .replaceAll('{{K}}', live?.code ?? '')
    .replaceAll('{{R}}', live?.requestId ?? '')
    .replaceAll('{{goodpw}}', scene.goodPassword())
  return JSON.parse(text)
}

export function expectStatus(scene: Scene, reply: Reply, i = 0): void {
  const { status = [], status_each: each } = scene.spec.expect
  const one = each?.[i]
  const allowed = (one === undefined ? status : [one]).map(statusOf)
  expect(allowed, `${scene.spec.id} #${i}: ${reply.text.slice(0, 300)}`).toContain(reply.status)
}

async function expectEmails(scene: Scene, before: number): Promise<void> {
  const emails = scene.corpus.mail.delivered.filter(({ recipients }) =>
    recipients.some((address) => address.toLowerCase().includes(`.${scene.tag}.`)),
  )
  const stored = await scene.rows<{ email: string }>(
    'select email from account where email_canonical like $1',
    [scene.mine],
  )
  for (const { recipients, raw } of emails) {
    expect(recipients).toHaveLength(1)
    expect(stored.map(({ email }) => email)).toContain(recipients[0])
    expect(raw).not.toContain('evil.test')
  }
  const expected = scene.spec.expect.mail ?? ''
  if (/^zero/.test(expected) && !/if the product/.test(expected))
    expect(emails).toHaveLength(before)
  if (/at most one/.test(expected)) expect(emails.length).toBeLessThanOrEqual(before + 1)
}
