/** How long a press of a key or a click stands for the calls that follow from it. */
const FOLLOWS_MS = 5_000

let pressedAt = Number.NEGATIVE_INFINITY

function note() {
  pressedAt = performance.now()
}

/** Remembers when somebody last pressed a key or clicked. */
export function watchForSomebody(): void {
  for (const event of ['pointerdown', 'keydown']) {
    window.addEventListener(event, note, { capture: true, passive: true })
  }
}

/** Whether a call follows from what somebody did: only such a call keeps the session alive. */
export function isSomebodyHere(): boolean {
  return performance.now() - pressedAt < FOLLOWS_MS
}
