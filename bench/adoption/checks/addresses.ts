import assert from 'node:assert/strict'
import type { Adoption } from '../rig/adoption.ts'
import { oldPassword } from '../rig/adoption.ts'
import { spelled } from '../rig/snapshot.ts'
import type { Check } from './check.ts'
import { resetByLink } from './recovering.ts'
import { acceptsOnly, signedIn } from './sign-in.ts'

/** Nobody gets an email that is about the account of another. */
export const addresses: readonly Check[] = [
  {
    id: 'A12',
    title: 'an address in other letters finds its owner, at the stored spelling',
    async run(adoption) {
      const stored = 'Grace.Upper@example.com'
      await adoption.add(stored)
      const seen = recipients(adoption)
      await adoption.driver.request('grace.upper@EXAMPLE.com')
      const [to] = await seen(1)
      // A host that lowers addresses before it stores them has only that spelling.
      assert.equal(to?.toLowerCase(), stored.toLowerCase())
    },
  },
  {
    id: 'A12',
    title:
      'two users whose addresses differ only in upper case: nobody is emailed, and `explain` says why',
    async run(adoption) {
      const twins = ['Twin@example.com', 'twin@example.com']
      await adoption.add(twins[0] ?? '')
      const second = await adoption.add(twins[1] ?? '').catch(() => undefined)
      // A host that lowers addresses has one user of this address at most.
      if (second === undefined) return
      await nobodyIsEmailed(adoption, 'twin@example.com', twins)
      await explains(adoption, 'twin@example.com', /share|several|more than one|two/i)
    },
  },
  {
    id: 'A12',
    title: 'two users with one address: nobody is emailed, and `explain` says why',
    when: ({ can }) => can('shared'),
    async run(adoption) {
      const shared = 'shared@example.com'
      await adoption.add(shared)
      await adoption.sql.rows(
        `insert into auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
         select password, false, 'a second user of one address', '', '', email, false, true, now()
         from auth_user where email = $1`,
        [shared],
      )
      await nobodyIsEmailed(adoption, shared, [shared])
      await explains(adoption, shared, /share|several|more than one|two/i)
    },
  },
  {
    id: 'A12',
    title: 'a letter that only looks the same, or folds to the same, is another address',
    async run(adoption) {
      // The Kelvin sign is a K in lower case; the long s is an S in upper case; the dotless i is an I.
      const alike = ['\u212Aelvin@example.com', 'long\u017F@example.com', 'd\u0131n@example.com']
      const plain = ['kelvin@example.com', 'longs@example.com', 'din@example.com']
      for (const email of plain) await adoption.add(email)
      const before = adoption.sink.deliveries.length
      for (const email of alike) await adoption.driver.request(email)
      await adoption.request(adoption.person())
      const sent = adoption.sink.deliveries.slice(before).filter(({ to }) => plain.includes(to))
      assert.deepEqual(sent, [])
    },
  },
  {
    id: 'A12',
    title: 'a domain in Unicode and in ASCII is one address',
    when: ({ host }) => !host.refusesUnicodeDomains,
    async run(adoption) {
      const stored = 'ada@xn--bcher-kva.example'
      await adoption.add(stored)
      const seen = recipients(adoption)
      await adoption.driver.request('ada@b\u00FCcher.example')
      const [to] = await seen(1)
      assert.match(to ?? '', /^ada@(xn--bcher-kva|b\u00FCcher)\.example$/)
    },
  },
  {
    id: 'A12',
    title: 'a user whose stored address has a blank at the end disturbs nobody',
    async run(adoption) {
      const email = 'blank@example.com'
      const { users } = adoption.golden
      await adoption.add(email)
      await adoption.sql.rows(
        `update ${spelled(users.table)} set "${users.email}" = "${users.email}" || ' ' where "${users.email}" = $1`,
        [email],
      )
      await adoption.driver.request(email)
      await resetByLink(adoption, adoption.person(), 'chosen beside a blank')
    },
  },
  {
    id: 'A12',
    title: 'a user without a usable password gets no link, and the others do',
    when: ({ can }) => can('withoutPassword') || can('addSocialPerson'),
    async run(adoption) {
      const { program, can } = adoption
      let email = adoption.person()
      if (can('withoutPassword')) await program.call('withoutPassword', { email })
      else {
        email = 'social@example.com'
        await program.call('addSocialPerson', { email })
      }
      const before = await adoption.snapshot()
      await adoption.driver.request(email)
      await adoption.request(adoption.person())
      assert.ok(adoption.emailsTo(email).every(({ token, code }) => token === '' && code === ''))
      assert.deepEqual(await adoption.snapshot(), before)
    },
  },
]

function recipients(adoption: Adoption) {
  const before = adoption.sink.deliveries.length
  return async (count: number): Promise<string[]> => {
    // Behind it in the queue, and perhaps sent before it.
    const last = adoption.person()
    await adoption.request(last)
    // Notices of earlier resets arrive in between.
    const links = adoption.sink.deliveries.slice(before).filter(({ token }) => token !== '')
    const sent = links.filter(({ to }) => to !== last)
    return sent.slice(0, count).map(({ to }) => to)
  }
}

async function nobodyIsEmailed(adoption: Adoption, email: string, owners: readonly string[]) {
  const before = adoption.sink.deliveries.length
  await adoption.driver.request(email)
  await adoption.request(adoption.person())
  const sent = adoption.sink.deliveries.slice(before).filter(({ to }) => owners.includes(to))
  assert.deepEqual(
    sent.map(({ to }) => to),
    [],
  )
}

async function explains({ latchkey }: Adoption, email: string, reason: RegExp): Promise<void> {
  const { code, output, errors } = await latchkey(['explain', email])
  assert.equal(code, 0, errors)
  assert.match(output, reason)
}

/** What people type: the host's sign-in must read every one as it was chosen. */
export const passwords: readonly Check[] = [
  {
    id: 'A13',
    title: 'letters with accents, an emoji and signs of shells are accepted by the host as typed',
    async run(adoption) {
      const chosen = [
        'L\u00F6wenz\u00E4hnchen \u212B \u00E9t\u00E9',
        'the owl \u{1F989} flies at night',
        '$HOME `id` %s \\ "quoted" $2y$10$',
        '\u043F\u0430\u0440\u043E\u043B\u044C \u0434\u043B\u044F \u0432\u0445\u043E\u0434\u0430',
      ]
      for (const password of chosen) {
        const email = adoption.person()
        await resetByLink(adoption, email, password)
        await acceptsOnly(adoption.program, email, { password, other: oldPassword })
      }
    },
  },
  {
    id: 'A13',
    title: 'a password chosen in composed letters is accepted in the letters that were typed',
    async run(adoption) {
      for (const form of ['NFC', 'NFD'] as const) {
        const email = adoption.person()
        const password = 'L\u00F6wenz\u00E4hnchen im Fr\u00FChling'.normalize(form)
        await resetByLink(adoption, email, password)
        await signedIn(adoption.program, email, password)
      }
    },
  },
  {
    id: 'A13',
    title:
      'the longest password that the host reads is accepted, and one byte more is refused with the reason',
    when: ({ host }) => host.readsBytes !== undefined,
    async run(adoption) {
      const bytes = adoption.host.readsBytes ?? 0
      const longest = 'the owl flies at night, and so on and on '.repeat(3).slice(0, bytes)
      const email = adoption.person()
      const { token } = await adoption.request(email)
      const answer = await adoption.driver.reset(email, token, `${longest}!`)
      assert.equal(answer.outcome, 'fail', answer.code)
      assert.match(answer.code, /PASSWORD/)
      const accepted = await adoption.driver.reset(email, token, longest)
      assert.equal(accepted.outcome, 'ok', accepted.code)
      await acceptsOnly(adoption.program, email, {
        password: longest,
        other: longest.slice(0, -1),
      })
    },
  },
  {
    id: 'A13',
    title: 'a password with a NUL is refused, or the host reads it to the end',
    async run(adoption) {
      const email = adoption.person()
      const { token } = await adoption.request(email)
      const password = 'before the nul\0behind it'
      const answer = await adoption.driver.reset(email, token, password)
      if (answer.outcome !== 'ok') return assert.match(answer.code, /PASSWORD|BAD_REQUEST|Input/)
      await signedIn(adoption.program, email, password)
      const cut = await adoption.program.signIn(email, 'before the nul')
      assert.ok('refused' in cut, 'the host accepts the part before the NUL')
    },
  },
]
