import type { Experiment } from '../rig/experiment.ts'
import { f01 } from './f-01-killed-while-sending.ts'
import { f02 } from './f-02-killed-after-the-answer.ts'
import { f03 } from './f-03-killed-during-a-reset.ts'
import { f04 } from './f-04-database-killed-during-requests.ts'
import { f05 } from './f-05-database-killed-during-resets.ts'
import { f06 } from './f-06-database-stopped.ts'
import { f07 } from './f-07-database-frozen.ts'
import { f08 } from './f-08-network-drops-packets.ts'
import { f09 } from './f-09-restart-during-migration.ts'
import { f10 } from './f-10-mail-server-down.ts'
import { f11 } from './f-11-busy-mail-server.ts'
import { f12 } from './f-12-greylisting.ts'
import { f13 } from './f-13-refused-permanently.ts'
import { f14 } from './f-14-slow-mail-server.ts'
import { f15 } from './f-15-silent-mail-server.ts'
import { f16 } from './f-16-dropped-after-the-dot.ts'
import { f17 } from './f-17-malformed-replies.ts'
import { f18 } from './f-18-mail-server-not-resolved.ts'
import { f19 } from './f-19-poisoned-job.ts'
import { f20 } from './f-20-pool-exhausted.ts'
import { f21 } from './f-21-account-locked.ts'
import { f22 } from './f-22-sign-in-flood.ts'
import { f23 } from './f-23-low-memory.ts'
import { f24 } from './f-24-disk-full.ts'
import { f25 } from './f-25-logs-full.ts'
import { f26 } from './f-26-server-clock-wrong.ts'
import { f27 } from './f-27-database-clock-jumps.ts'
import { f28 } from './f-28-two-servers-one-secret.ts'
import { f29 } from './f-29-two-servers-one-queue.ts'
import { f30 } from './f-30-paused-beyond-its-lease.ts'
import { f31 } from './f-31-graceful-shutdown.ts'
import { f32 } from './f-32-killed-during-shutdown.ts'
import { f33 } from './f-33-embedded-killed.ts'
import { f34 } from './f-34-crash-loop.ts'
import { f35 } from './f-35-rolling-upgrade.ts'
import { f36 } from './f-36-backup-restored.ts'
import { f37 } from './f-37-secret-rotated.ts'
import { f38 } from './f-38-soak.ts'
import { f39 } from './f-39-database-fails-over.ts'

export const experiments: readonly Experiment[] = [
  f01,
  f02,
  f03,
  f04,
  f05,
  f06,
  f07,
  f08,
  f09,
  f10,
  f11,
  f12,
  f13,
  f14,
  f15,
  f16,
  f17,
  f18,
  f19,
  f20,
  f21,
  f22,
  f23,
  f24,
  f25,
  f26,
  f27,
  f28,
  f29,
  f30,
  f31,
  f32,
  f33,
  f34,
  f35,
  f36,
  f37,
  f38,
  f39,
]
