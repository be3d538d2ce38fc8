import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { start } from './processes.ts'

const program = fileURLToPath(new URL('./sink.ts', import.meta.url))

export type MailSink = { smtpUrl: string; count(): Promise<number>; stop(): Promise<void> }

/** Starts the mail server of `sink.ts` in a process of its own. */
export async function startSink(stepMs = 0): Promise<MailSink> {
  const env = { STEP_MS: String(stepMs) }
  const sink = start(process.execPath, [program], { env, output: true })
  const port = Number(await sink.firstLine)
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    stop: sink.stop,
    count: () =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write('COUNT\r\n'))
        let text = ''
        socket.on('data', (chunk) => (text += chunk))
        socket.on('error', reject)
        socket.on('close', () => resolve(Number(text.trim().split('\n').at(-1))))
      }),
  }
}
