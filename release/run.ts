import { spawn } from 'node:child_process'

const LONGEST_MS = 5 * 60_000

/** Runs a program and gives back what it wrote. @throws with the same, if it fails. */
export function run(program: string, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // A registry that does not answer must not be waited for without end.
    const child = spawn(program, args, { cwd, timeout: LONGEST_MS })
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
