import { describe, expect, test } from 'vitest'
import { changeWith } from '../made-up.ts'
import type { Scene } from './scene.ts'

export function purgeStories(sceneOf: () => Scene) {
  describe('a purge', () => {
    /** Nothing of earlier stories is left. */
    const emptied = async () => {
      const scene = sceneOf()
      await scene.letTimePass({ hours: 24 * 200 })
      await scene.recovery.purge()
      return scene
    }

    test('leaves alone what is valid or of use', async () => {
      const scene = await emptied()
      const { account, pair } = await scene.emailedAccount()
      const { tokenDigest } = await scene.signIn(account)
      const purged = await scene.recovery.purge()
      expect(purged).toMatchObject({ secrets: 0, requests: 0, messages: 0, sessions: 0 })
      expect(await scene.recovery.findRight(pair.link)).toMatchObject({ status: 'good' })
      expect(await scene.findSession(tokenDigest)).toBeDefined()
    })

    test('removes secrets a day after they expired, and counts those that were never used', async () => {
      const scene = await emptied()
      const used = await scene.emailedAccount()
      await scene.recovery.changePassword(changeWith(used.pair.link))
      await scene.emailedAccount()
      await scene.letTimePass({ hours: 23 })
      expect(await scene.recovery.purge()).toMatchObject({ secrets: 0, expiredUnused: 0 })
      await scene.letTimePass({ hours: 3 })
      // Of the first email the link was spent and the code voided. The second was never used.
      expect(await scene.recovery.purge()).toMatchObject({ secrets: 4, expiredUnused: 2 })
      expect(await scene.recovery.purge()).toMatchObject({ secrets: 0, expiredUnused: 0 })
    })

    test('removes requests and messages after a week, and sessions when they are over', async () => {
      const scene = await emptied()
      const { account } = await scene.emailedAccount()
      await scene.signIn(account)
      await scene.letTimePass({ hours: 25 })
      expect(await scene.recovery.purge()).toMatchObject({ requests: 0, messages: 0, sessions: 1 })
      await scene.letTimePass({ hours: 6 * 24 })
      expect(await scene.recovery.purge()).toMatchObject({ requests: 1, messages: 1 })
    })
  })
}
