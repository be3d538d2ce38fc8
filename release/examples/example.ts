/** One of the folders in `examples`, and what is checked of it. */
export type Example = {
  name: string
  /** Its TypeScript projects, as folders or files. */
  projects: string[]
  /** Commands that must end well, besides `npm install` and `npm start`. */
  commands?: string[][]
  /** What is checked before it is started, besides. */
  checks?: Record<string, (project: string) => Promise<void>>
  /** Its package manager, if it is not npm. */
  manager?: 'pnpm'
  /** Starts it. Default: `start`. */
  script?: string
  /** Whether it needs a PostgreSQL, because the users are its own. */
  needsPostgres?: boolean
  /** What is done while it runs, besides a recovery in a browser. */
  calls?: (running: Running) => Promise<void>
}

/** An example that was started. */
export type Running = {
  origin: string
  /** The address of an account whose password may be changed. */
  email: string
  mail: Mail
}

/** The mail server that an example sends to. */
export type Mail = {
  url: string
  emailTo(address: string, atLeast?: number): Promise<{ token: string; code: string; text: string }>
  received: { to: string[] }[]
  close(): Promise<void>
}
