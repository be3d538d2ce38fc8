import type { RecoveryMatchers } from '@latchkey/server/testing'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends RecoveryMatchers {}
}
