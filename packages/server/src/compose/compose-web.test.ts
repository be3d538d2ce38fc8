import { parseEmailAddress } from '@latchkey/core'
import { newAddress, newId } from '@latchkey/core/testing'
import { openPostgresTestbed } from '@latchkey/db/testing'
import * as reference from 'argon2'
import { expect, onTestFinished, test } from 'vitest'
import { loadReferenceEngine } from '../adapters/argon2-engine.ts'
import { composeWeb } from './compose-web.ts'
import { serverConfig } from './testing/server-config.ts'

const client = {
  networks: [{ name: '192.0.2.1', share: 1 }],
  device: undefined,
  locale: undefined,
  timeZone: undefined,
}

test('the first sign-in after a start already checks a hash of each kind that accounts have', async () => {
  const testbed = await openPostgresTestbed()
  onTestFinished(() => testbed.close())
  const options = { memoryCost: 8_192, timeCost: 3, parallelism: 1 }
  const passwordHash = await reference.hash('any password', options)
  const account = { address: newAddress(), passwordHash, locale: undefined }
  await testbed.stores.accounts.add({ id: newId(), ...account })

  const engine = await loadReferenceEngine()
  const checked: string[] = []
  const { sessions } = await composeWeb(serverConfig(), testbed.stores, {
    argon2: {
      ...engine,
      verify(stored, password) {
        checked.push(stored.split('$')[3] ?? '')
        return engine.verify(stored, password)
      },
    },
    observe() {},
    hashing: { hashed() {}, waiting() {}, refused() {} },
  })
  const address = parseEmailAddress('nobody@example.test')
  if (!address) throw new Error('Not an address')
  await sessions.signIn({ address, password: 'wrong' }, client)
  expect(checked.toSorted()).toEqual(['m=19456,t=2,p=1', 'm=8192,t=3,p=1'])
})
