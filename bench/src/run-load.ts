import { fileURLToPath } from 'node:url'
import type { Contender } from './contenders.ts'
import type { Load, Loaded } from './load.ts'
import { cpuSeconds, run } from './processes.ts'
import type { Sample } from './record.ts'
import type { World } from './world.ts'

const program = fileURLToPath(new URL('./load.ts', import.meta.url))

export type Call = Pick<Load, 'method' | 'path' | 'lines'> & {
  /** The expected status, 200 if not set; other answers count as failed. */
  status?: number
  once?: boolean
  seconds?: number
  connections?: number
  rate?: number
}

/** Runs the load against one contender and measures the CPU of its processes and of the database. */
export async function runLoad(world: World, contender: Contender, call: Call): Promise<Sample> {
  const load: Load = {
    urls: contender.urls,
    method: call.method,
    path: call.path,
    lines: call.lines,
    once: call.once ?? false,
    connections: call.connections ?? world.flags.connections,
    seconds: call.seconds ?? world.flags.seconds,
    rate: call.rate,
  }
  const before = { server: cpuSeconds(contender.pids), database: databaseCpu(world) }
  const loaded: Loaded = JSON.parse(await run([program, JSON.stringify(load)]))
  const cpuMicros = (now: number, then: number) => ((now - then) * 1e6) / loaded.requests
  const good = loaded.statuses[String(call.status ?? 200)] ?? 0
  if (good < loaded.requests) console.warn(`! ${call.path} answered`, loaded.statuses)
  return {
    rate: (loaded.rate * good) / loaded.requests,
    p50ms: loaded.p50,
    p99ms: loaded.p99,
    serverCpuMicros: cpuMicros(cpuSeconds(contender.pids), before.server),
    databaseCpuMicros: cpuMicros(databaseCpu(world), before.database),
    failed: loaded.requests - good,
  }
}

/** The same load, not recorded. */
export async function warmUp(
  world: World,
  contender: Contender,
  call: Call,
  seconds = 1,
): Promise<void> {
  await runLoad(world, contender, { ...call, seconds })
}

function databaseCpu(world: World): number {
  return cpuSeconds(world.postgres.pids())
}
