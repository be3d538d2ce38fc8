import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../verifiers/', import.meta.url))

/** A program of `verifiers/` that hashes and verifies. It ends with this process. */
export function startVerifier(name, [command, ...args]) {
  const child = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  async function answerTo(line) {
    const answer = await new Promise((resolve) => {
      waiting.push(resolve)
      child.stdin.write(`${line}\n`)
    })
    if (answer.startsWith('error ')) throw new Error(answer.slice(6))
    return answer
  }
  const base64 = (text) => Buffer.from(text).toString('base64')
  return {
    async hash(password, cost) {
      const answer = await answerTo(
        ['hash', name, base64(password), ...(cost ? [cost] : [])].join(' '),
      )
      return Buffer.from(answer, 'base64').toString()
    },
    /** What the library takes for damaged is a refusal here. */
    verify: (password, stored) =>
      answerTo(`verify ${name} ${base64(password)} ${base64(stored)}`).then(
        (answer) => answer === 'true',
        () => false,
      ),
    end: () => child.stdin.end(),
  }
}
