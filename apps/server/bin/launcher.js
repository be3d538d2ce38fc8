import { readFileSync } from 'node:fs'

const CHECK_EVERY_MS = 500

/**
 * `npx` does not forward a SIGTERM and would leave the server running. So if it launched this process, its end counts as
 * our SIGTERM. It can be found only where /proc exists; elsewhere, Ctrl-C in a terminal reaches all processes.
 */
export function endWithLauncher() {
  const launcher = findLauncher(process.ppid)
  if (launcher === undefined) return
  const watch = setInterval(() => {
    if (isAlive(launcher)) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, CHECK_EVERY_MS)
  watch.unref()
}

/** @param {number} pid @returns {number | undefined} */
function findLauncher(pid) {
  try {
    while (pid > 1) {
      if (/^(npm exec|npx)\b/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return pid
      // The parent's id is the second field after the name, which is in parentheses.
      pid = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
    }
  } catch {
    // There is no /proc, or the process has just ended.
  }
  return undefined
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
