import type { Scene } from './scene.ts'

/** The code for a case that its row does not describe completely. */
export type Play = (scene: Scene) => Promise<void>

/** For cases that use both APIs, or none. */
export type Once = { once: Play }

export type Plays = Record<string, Play | Once>

export const once = (play: Play): Once => ({ once: play })
