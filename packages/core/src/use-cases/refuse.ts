import type { Observe, RecoveryStep } from '../event.ts'
import type { Refusal } from '../refusal.ts'

/** Returns refusals of one step and emits an event for each, so that none goes unreported. */
export function reportRefusals(observe: Observe, step: RecoveryStep) {
  return (refusal: Refusal): Refusal => {
    observe({ event: 'recovery.refused', step, reason: refusal.reason })
    return refusal
  }
}
