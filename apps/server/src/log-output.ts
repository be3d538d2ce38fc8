import { write, writeSync } from 'node:fs'

/*
 * Where log lines go: standard output, which may be a file on a full disk, or a pipe that nobody reads. Neither ends the
 * process nor makes a request wait: a bounded number of lines waits until they can be written, and the others are counted.
 */

const MAX_WAITING_BYTES = 256 * 1_024
// POSIX writes up to this to a pipe at once or not at all, so lines of two threads are not mixed.
const PIPE_BYTES = 4_096
const BUSY_RETRY_MS = 50
const RETRY_MS = 1_000
const SETTLE_MS = 500

/** How many lines were lost, counted by all threads of a process together. */
export type LostLines = BigInt64Array<SharedArrayBuffer>

export function countLostLines(): LostLines {
  return new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT))
}

export function lostSoFar(lost: LostLines): number {
  return Number(Atomics.load(lost, 0))
}

/** Lines could not be written, and now they can. `failure`: the error code, if writing failed. */
export type Interruption = { lost: number; failure: string | undefined }

export type LogOutput = {
  /** Never throws and never waits. `line` includes its line end. */
  write(line: string): void
}

type Options = {
  /** Of a file or pipe that is open for writing. */
  fd: number
  lost: LostLines
  onResumed: (interruption: Interruption) => void
  maxBytes?: number
}

type Open = { settled(): boolean; writeNow(): void }

const open = new Set<Open>()

/** Resolves when nothing waits any more, or at the latest after half a second. */
export async function settleLogs(): Promise<void> {
  const giveUpAt = performance.now() + SETTLE_MS
  while (performance.now() < giveUpAt && ![...open].every((output) => output.settled())) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** For the end of a process: tries once to write what waits, without an event loop. */
export function writeLogsNow(): void {
  for (const output of open) output.writeNow()
}

export function openLogOutput({
  fd,
  lost,
  onResumed,
  maxBytes = MAX_WAITING_BYTES,
}: Options): LogOutput {
  const waiting: Buffer[] = []
  let bytes = 0
  /** What is being written, until all of it is. */
  let chunk: Buffer | undefined
  let isScheduled = false
  let interruption: Interruption | undefined

  function put(line: string): void {
    const buffer = Buffer.from(line)
    if (bytes + buffer.length > maxBytes) {
      Atomics.add(lost, 0, 1n)
      interruption ??= { lost: 0, failure: undefined }
      interruption.lost += 1
      return
    }
    bytes += buffer.length
    waiting.push(buffer)
    if (chunk !== undefined || isScheduled) return
    // The lines of one turn of the event loop are one write: under load, a write for each line costs more than the line.
    isScheduled = true
    setImmediate(writeNext)
  }

  function writeNext(): void {
    isScheduled = false
    chunk = nextChunk()
    if (chunk) {
      writeFrom(chunk, 0)
    } else if (interruption) {
      const over = interruption
      interruption = undefined
      onResumed(over)
    }
  }

  function nextChunk(): Buffer | undefined {
    let [size, count] = [0, 0]
    for (const line of waiting) {
      if (count > 0 && size + line.length > PIPE_BYTES) break
      size += line.length
      count += 1
    }
    return count === 0 ? undefined : Buffer.concat(waiting.splice(0, count), size)
  }

  function writeFrom(buffer: Buffer, from: number): void {
    write(fd, buffer, from, buffer.length - from, null, (error, written) => {
      if (error) return later(error, buffer, from)
      if (from + written < buffer.length) return writeFrom(buffer, from + written)
      bytes -= buffer.length
      writeNext()
    })
  }

  /** The process may end meanwhile: no timer keeps it alive. */
  function later(error: NodeJS.ErrnoException, buffer: Buffer, from: number): void {
    // A pipe whose reader is slow.
    if (error.code === 'EAGAIN') {
      setTimeout(() => writeFrom(buffer, from), BUSY_RETRY_MS).unref()
      return
    }
    interruption ??= { lost: 0, failure: undefined }
    interruption.failure = error.code
    const rest = fromLineStart(buffer, from)
    bytes += rest.length - buffer.length
    chunk = rest
    setTimeout(() => writeFrom(rest, 0), RETRY_MS).unref()
  }

  open.add({
    settled: () =>
      (chunk === undefined && waiting.length === 0) || interruption?.failure !== undefined,
    writeNow() {
      // What is being written is left to the system: it would be written twice.
      const rest = Buffer.concat(waiting.splice(0))
      try {
        for (let from = 0; from < rest.length; from += writeSync(fd, rest, from));
      } catch {
        // A full disk or pipe: there is nobody left to count it for.
      }
    },
  })
  return { write: put }
}

const LINE_END = 10

/**
 * What is left to write after a failure. If a line was cut, the other thread may have gone on behind it, so it is written
 * again in a line of its own: one fragment is no JSON, and no line is lost.
 */
function fromLineStart(buffer: Buffer, from: number): Buffer {
  if (from === 0 || buffer[from - 1] === LINE_END) return buffer.subarray(from)
  const lineStart = buffer.lastIndexOf(LINE_END, from - 1) + 1
  return Buffer.concat([Buffer.of(LINE_END), buffer.subarray(lineStart)])
}
