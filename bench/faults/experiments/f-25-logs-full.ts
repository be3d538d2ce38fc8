import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../rig/experiment.ts'
import { refusals } from '../rig/refusals.ts'
import type { RigServer } from '../rig/server.ts'
import { until } from '../rig/until.ts'
import { fill, free, missingVolume } from '../rig/volume.ts'

const VOLUME_MIB = 8

export const f25: Experiment = {
  id: 'F-25',
  title: 'The disk for logs is full',
  fault: `the volume with the log of one server is filled for 30 s (short: until a line is lost), and nobody reads that of the other any more; 20 requests per second, and as many sign-in checks as the servers answer`,
  cycles: { full: 3, short: 1 },
  missing: missingVolume,
  rig: { logDiskMib: VOLUME_MIB },
  async run(rig, { cycles, short }) {
    const onDisk = rig.server(0)
    const unread = rig.server(1)
    const people = await rig.people.add(500)
    const stop = rig.driver.load((nth) => rig.driver.request(people[nth % people.length] ?? ''))
    const stopNoise = makeLines(rig.servers)
    await sleep(2_000)
    unread.stopReading()
    for (let cycle = 0; cycle < cycles; cycle++) {
      const before = await lostLines(onDisk)
      const resumed = resumedIn(onDisk)
      fill(rig.logVolume)
      await sleep(short ? 0 : 30_000)
      await until(async () => (await lostLines(onDisk)) > before, {
        withinMs: 300_000,
        everyMs: 200,
      })
      free(rig.logVolume)
      await until(() => resumedIn(onDisk) > resumed, { withinMs: 300_000, everyMs: 200 })
    }
    await until(async () => (await lostLines(unread)) > 0, { withinMs: 300_000, everyMs: 200 })
    await stopNoise()
    await stop()
    const accepted = rig.driver.log.filter(
      ({ op, server, outcome }) => op === 'recovery.request' && server === 0 && outcome === 'ok',
    )
    // The greeting of a start that is not in production is no line of the log.
    const lines = onDisk
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    const seen = {
      ...refusals(rig.driver.log),
      lostOnDisk: await lostLines(onDisk),
      lostUnread: await lostLines(unread),
      missing: accepted.length - countOf(onDisk, 'recovery.requested'),
      resumed: resumedIn(onDisk),
      fragments: lines.filter((line) => !isJson(line)).length,
    }
    const { code } = await unread.kill('SIGTERM')
    await unread.start()
    return { ...seen, cycles, unreadStops: code === 0 ? 1 : 0 }
  },
  pass: {
    'no call fails': (seen) => seen.otherFailures === 0 && seen.withoutRetryAfter === 0,
    'the lost lines are counted': (seen) =>
      (seen.lostOnDisk ?? 0) > 0 && (seen.lostUnread ?? 0) > 0,
    'every line that is missing was counted': (seen) =>
      (seen.missing ?? 0) <= (seen.lostOnDisk ?? 0),
    'a line says when writing works again': (seen) => (seen.resumed ?? 0) >= (seen.cycles ?? 1),
    // One of each thread when the disk fills.
    'all other lines are whole': (seen) => (seen.fragments ?? 0) <= 2 * (seen.cycles ?? 0),
    'a server whose log nobody reads stops with code 0': (seen) => seen.unreadStops === 1,
  },
  passInTime: {
    'every call succeeds': (seen) => seen.answered503 === 0,
  },
}

/** Each call is a line of the log. Most of the calls that fill it are not in the history. */
function makeLines(servers: readonly RigServer[]): () => Promise<void> {
  let isStopped = false
  const caller = async ({ url }: RigServer) => {
    while (!isStopped) {
      const answer = await fetch(`${url}/trpc/session.current`)
      await answer.arrayBuffer()
    }
  }
  const callers = servers.flatMap((server) => [caller(server), caller(server)])
  return async () => {
    isStopped = true
    await Promise.all(callers)
  }
}

async function lostLines({ url }: RigServer): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^latchkey_log_lines_lost_total (\d+)$/m.exec(metrics)?.[1])
}

const countOf = (server: RigServer, event: string) =>
  server.output().split(`"event":"${event}"`).length - 1

const resumedIn = (server: RigServer) => countOf(server, 'log.resumed')

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
