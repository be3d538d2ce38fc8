/** For tests of applications that embed Latchkey. */
export type { Span, TestClock } from './clock.ts'
export type { TestEmail, TestMailbox } from './mailbox.ts'
export { type RecoveryMatchers, recoveryMatchers } from './matchers.ts'
export { openTestLatchkey, type TestLatchkey, testPassword } from './open-test-latchkey.ts'
