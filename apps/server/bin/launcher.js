import { readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 500

/**
 * `npx` dies of a SIGTERM without passing it on, and would leave a server behind that nobody sees. So when this
 * process was launched by it, its end is our SIGTERM. Known where /proc is; elsewhere a terminal's Ctrl-C reaches
 * everybody anyway.
 */
export function endWithLauncher() {
  const launcher = findLauncher(process.ppid)
  if (launcher === undefined) return
  const watch = setInterval(() => {
    if (isAlive(launcher)) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  watch.unref()
}

/** @param {number} pid @returns {number | undefined} */
function findLauncher(pid) {
  try {
    while (pid > 1) {
      if (/^(npm exec|npx)\b/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return pid
      // The parent's id is the second field behind the name, which stands in parentheses.
      pid = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
    }
  } catch {
    // No /proc, or a process that has just ended.
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
