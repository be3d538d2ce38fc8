import { describe, expect, test } from 'vitest'
import { newAddress, newId } from '../made-up.ts'
import type { Scene } from './scene.ts'

export function accountStories(sceneOf: () => Scene) {
  describe('an account', () => {
    test('is found with what a sign-in needs', async () => {
      const scene = sceneOf()
      const { id, address } = await scene.addAccount()
      expect(await scene.accounts.findForSignIn(address.canonical)).toEqual({
        accountId: id,
        passwordHash: 'first hash',
        credentialVersion: 1,
        status: 'active',
      })
      const unknown = newAddress()
      expect(await scene.accounts.findForSignIn(unknown.canonical)).toBeUndefined()
    })

    test('may have no password, and may be disabled', async () => {
      const scene = sceneOf()
      const { id, address } = await scene.addAccount({ passwordHash: null })
      await scene.setAccountStatus(id, 'disabled')
      expect(await scene.accounts.findForSignIn(address.canonical)).toMatchObject({
        passwordHash: undefined,
        status: 'disabled',
      })
    })

    test('is not replaced by a second one with the same address', async () => {
      const scene = sceneOf()
      const { id, address } = await scene.addAccount()
      const again = { id: newId(), address, passwordHash: 'other hash', locale: undefined }
      expect(await scene.accounts.add(again)).toBe(false)
      expect(await scene.accounts.findForSignIn(address.canonical)).toMatchObject({
        accountId: id,
        passwordHash: 'first hash',
      })
    })

    test.each([
      ['the Kelvin sign', '\u212Aelvin'],
      ['a dotless i', 'kelv\u0131n'],
      ['a capital', 'Kelvin'],
      ['a full-width letter', '\uFF4Belvin'],
      ['a combining mark', 'kelvin\u0301'],
      ['a space', 'kelvin '],
      ['a wildcard for any text', 'kelvi%'],
      ['a wildcard for one character', 'kelvi_'],
    ])('is not found by a name with %s: bytes are compared', async (_, name) => {
      const scene = sceneOf()
      const domain = `${newId()}.test`
      await scene.addAccount({ address: newAddress(`kelvin@${domain}`) })
      expect(await scene.accounts.findForSignIn(`${name}@${domain}`)).toBeUndefined()
      expect(await scene.accounts.findForSignIn(`kelvin@${domain}`)).toBeDefined()
    })

    test('is listed by address as the operator may see it', async () => {
      const scene = sceneOf()
      const tag = newId()
      const bob = await scene.addAccount({ address: newAddress(`Bob-${tag}@example.test`) })
      const ada = await scene.addAccount({
        address: newAddress(`Ada-${tag}@example.test`),
        passwordHash: null,
        locale: 'de',
      })
      const listed = (await scene.accounts.list()).filter(({ email }) => email.includes(tag))
      const common = {
        status: 'active',
        createdAt: expect.any(Date),
        passwordChangedAt: undefined,
      }
      expect(listed).toEqual([
        { id: ada.id, email: ada.address.registered, hasPassword: false, locale: 'de', ...common },
        {
          id: bob.id,
          email: bob.address.registered,
          hasPassword: true,
          locale: undefined,
          ...common,
        },
      ])
    })

    test('gets a better hash only if it still has the one that was checked', async () => {
      const scene = sceneOf()
      const { id, address } = await scene.addAccount()
      await scene.accounts.rehash(id, 'first hash', 'better hash')
      await scene.accounts.rehash(id, 'first hash', 'late hash')
      expect(await scene.accounts.findForSignIn(address.canonical)).toMatchObject({
        passwordHash: 'better hash',
        credentialVersion: 1,
      })
    })
  })
}
