import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../verifiers/', import.meta.url))

/** The programs of `verifiers/`, and the names that each knows. */
const programs = {
  go: ['./go.sh'],
  java: ['java', '-cp', '/usr/share/java/jbcrypt.jar', 'java/Verifier.java'],
  php: ['/usr/bin/php', 'php.php'],
  python: ['/usr/bin/python3', 'python.py'],
  ruby: ['/usr/bin/ruby', 'ruby.rb'],
  npm: [process.execPath, 'npm/main.js'],
} as const satisfies Record<string, readonly string[]>

export type Program = keyof typeof programs

export type Verifier = {
  /** What the library takes for damaged is a refusal. */
  verify(name: string, password: string, stored: string): Promise<boolean>
  end(): void
}

/** Starts a program, which ends with this process. */
export function startVerifier(
  program: Program,
  environment: Record<string, string> = {},
): Verifier {
  const [command, ...args] = programs[program]
  const child = spawn(command ?? '', args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The verifier ${program} ended (${code})`)))
  })
  ended.catch(() => {})
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return {
    async verify(name, password, stored) {
      const answer = new Promise<string>((resolve) => waiting.push(resolve))
      child.stdin.write(`verify ${name} ${base64(password)} ${base64(stored)}\n`)
      return (await Promise.race([answer, ended])) === 'true'
    },
    end: () => child.stdin.end(),
  }
}
