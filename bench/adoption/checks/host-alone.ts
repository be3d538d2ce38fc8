import assert from 'node:assert/strict'
import { oldPassword } from '../rig/adoption.ts'
import type { Check } from './check.ts'
import { signedIn } from './sign-in.ts'

/** The host by itself: what its sign-in accepts and refuses is what every other check relies on. */
export const hostAlone: readonly Check[] = [
  {
    id: 'A0',
    title: 'the sign-in of the host accepts a password, refuses another, and its sessions live',
    async run({ program, person }) {
      const email = person()
      const session = await signedIn(program, email, oldPassword)
      assert.equal(await program.isSignedIn(session), true)
      assert.ok('refused' in (await program.signIn(email, 'another password')))
      assert.ok('refused' in (await program.signIn('nobody@example.com', oldPassword)))
      assert.equal(await program.isSignedIn(session), true)
    },
  },
  {
    id: 'A0',
    title: 'a change of the password by the host itself is seen by its sign-in',
    async run({ program, person }) {
      const email = person()
      await program.changePassword(email, 'changed by the host')
      assert.ok('refused' in (await program.signIn(email, oldPassword)))
      await signedIn(program, email, 'changed by the host')
    },
  },
  {
    id: 'A0',
    title: 'the host refuses an account that it disabled or deleted',
    async run({ program, person, can }) {
      const [disabled, deleted] = [person(), person()]
      if (can('disable')) await program.disable(disabled)
      if (can('disable')) assert.ok('refused' in (await program.signIn(disabled, oldPassword)))
      await program.delete(deleted)
      assert.ok('refused' in (await program.signIn(deleted, oldPassword)))
    },
  },
]
