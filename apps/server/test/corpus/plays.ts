import type { Scene } from './scene.ts'

/** What is done for a case that needs more than its own words. */
export type Play = (scene: Scene) => Promise<void>

/** For cases that go through both doors themselves, or through none. */
export type Once = { once: Play }

export type Plays = Record<string, Play | Once>

export const once = (play: Play): Once => ({ once: play })
