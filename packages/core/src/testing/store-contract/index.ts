import { afterAll, beforeAll, describe } from 'vitest'
import { accountStories } from './accounts.ts'
import { codeStories } from './codes.ts'
import { limitStories } from './limits.ts'
import { messageStories } from './messages.ts'
import { notMeStories } from './not-me.ts'
import { purgeStories } from './purge.ts'
import { requestStories } from './requests.ts'
import { rightStories } from './rights.ts'
import { openScene, type Scene, type StoresUnderTest } from './scene.ts'
import { sessionStories } from './sessions.ts'
import { suppressionStories } from './suppressions.ts'

export type { StoresUnderTest } from './scene.ts'

const everyPort = [
  requestStories,
  codeStories,
  rightStories,
  notMeStories,
  messageStories,
  suppressionStories,
  accountStories,
  sessionStories,
  limitStories,
  purgeStories,
]

/**
 * What every implementation of the stores must do, tested through the ports alone. The in-memory stores, which use
 * cases are tested with, and the databases pass the same tests, so that the former can stand in for the latter.
 */
export function describeStores(name: string, open: () => Promise<StoresUnderTest>): void {
  describe(`the stores on ${name}`, () => {
    let scene: Scene | undefined
    beforeAll(async () => {
      scene = openScene(await open())
    })
    afterAll(() => scene?.close())
    const sceneOf = (): Scene => {
      if (!scene) throw new Error('The stores are not open')
      return scene
    }
    for (const stories of everyPort) stories(sceneOf)
  })
}
