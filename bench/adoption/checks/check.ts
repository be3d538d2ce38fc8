import type { Adoption } from '../rig/adoption.ts'

/** One thing that must hold for a host. It throws where it does not. */
export type Check = {
  /** The check of the list that it belongs to: `A4`. */
  id: string
  title: string
  /** Whether it makes sense for the host. Absent: for every host. */
  when?: (adoption: Adoption) => boolean
  run(adoption: Adoption): Promise<void>
}
