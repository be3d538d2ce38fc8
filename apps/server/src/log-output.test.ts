import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  countLostLines,
  type Interruption,
  type LogOutput,
  lostSoFar,
  openLogOutput,
  settleLogs,
} from './log-output.ts'

/* A named pipe stands for standard output: its reader may go, come back, or be slow. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let pipes = 0

function openPipe() {
  pipes += 1
  const path = join(folder, `pipe-${pipes}`)
  execFileSync('mkfifo', [path])
  const openReader = () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  let reader = openReader()
  const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  return {
    writer,
    leave: () => closeSync(reader),
    comeBack() {
      reader = openReader()
    },
    /** All lines that are there now. */
    read(): string[] {
      const buffer = Buffer.alloc(1 << 20)
      let text = ''
      try {
        for (let read = -1; read !== 0; text += buffer.toString('utf8', 0, read)) {
          read = readSync(reader, buffer)
        }
      } catch {
        // EAGAIN: nothing more yet.
      }
      return text.split('\n').filter((line) => line !== '')
    },
    close() {
      closeSync(reader)
      closeSync(writer)
    },
  }
}

function writeNumbered(output: LogOutput, from: number, to: number): string[] {
  const lines = Array.from({ length: to - from }, (_, i) => `line ${from + i} ${'.'.repeat(80)}`)
  for (const line of lines) output.write(`${line}\n`)
  return lines
}

test('lines wait for a reader that went and came back, in their order, and none is lost', async () => {
  const pipe = openPipe()
  const lost = countLostLines()
  const seen: Interruption[] = []
  const output = openLogOutput({ fd: pipe.writer, lost, onResumed: (one) => seen.push(one) })
  const before = writeNumbered(output, 0, 100)
  await settleLogs()
  expect(pipe.read()).toEqual(before)

  pipe.leave()
  const meanwhile = writeNumbered(output, 100, 200)
  await sleep(100)
  pipe.comeBack()
  const read: string[] = []
  while (seen.length === 0) {
    await sleep(20)
    read.push(...pipe.read())
  }
  expect(read).toEqual(meanwhile)
  expect([seen, lostSoFar(lost)]).toEqual([[{ lost: 0, failure: 'EPIPE' }], 0])
  pipe.close()
})

test('what does not fit into memory is counted, and a reader that comes back learns how much it was', async () => {
  const pipe = openPipe()
  const lost = countLostLines()
  const seen: Interruption[] = []
  const onResumed = (one: Interruption) => {
    seen.push(one)
  }
  const output = openLogOutput({ fd: pipe.writer, lost, onResumed, maxBytes: 10_000 })
  pipe.leave()
  const lines = writeNumbered(output, 0, 1_000)
  expect(lostSoFar(lost)).toBeGreaterThan(800)
  await sleep(100)
  pipe.comeBack()
  const read: string[] = []
  while (seen.length === 0) {
    await sleep(20)
    read.push(...pipe.read())
  }
  expect(read).toEqual(lines.slice(0, read.length))
  expect(seen).toEqual([{ lost: 1_000 - read.length, failure: 'EPIPE' }])
  expect(lostSoFar(lost)).toBe(1_000 - read.length)
  pipe.close()
})

test('a slow reader gets whole lines, and a reader that stands still costs lines and no time', async () => {
  const pipe = openPipe()
  const lost = countLostLines()
  const output = openLogOutput({ fd: pipe.writer, lost, onResumed() {}, maxBytes: 20_000 })
  // More than a pipe holds and what may wait for it.
  const lines: string[] = []
  for (let turn = 0; turn < 20; turn += 1) {
    lines.push(...writeNumbered(output, turn * 100, turn * 100 + 100))
    await sleep(5)
  }
  expect(lostSoFar(lost)).toBeGreaterThan(0)
  const read: string[] = []
  while (read.length + lostSoFar(lost) < lines.length) {
    read.push(...pipe.read())
    await sleep(20)
  }
  const written = new Set(lines)
  expect(read.filter((line) => !written.has(line))).toEqual([])
  expect(read.length + lostSoFar(lost)).toBe(lines.length)
  pipe.close()
})

test.skipIf(process.platform !== 'linux')('a full disk throws nothing', async () => {
  const full = openSync('/dev/full', 'w')
  const lost = countLostLines()
  const output = openLogOutput({ fd: full, lost, onResumed() {}, maxBytes: 1_000 })
  writeNumbered(output, 0, 100)
  await settleLogs()
  expect(lostSoFar(lost)).toBeGreaterThan(80)
})
