import { spawn } from 'node:child_process'

const LONGEST_MS = 5 * 60_000

type Where = { folder: string; longestMs: number }

/** Runs a program and gives back what it wrote. @throws with the same, if it fails. */
export function run(program: string, args: string[], where: string | Where): Promise<string> {
  const { folder, longestMs } =
    typeof where === 'string' ? { folder: where, longestMs: LONGEST_MS } : where
  return new Promise((resolve, reject) => {
    // A registry that does not answer must not be waited for without end.
    const child = spawn(program, args, { cwd: folder, timeout: longestMs })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} ${args.join(' ')}\n${output}`)),
    )
  })
}
