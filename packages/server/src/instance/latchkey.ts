import type { RecoveryActs } from '../acts/recovery-acts.ts'
import type { SessionActs } from '../acts/session-acts.ts'
import type { Caller, CallerAddress } from '../caller/caller.ts'
import type { AccountAdded, NewAccount } from './add-account.ts'
import type { EventName, EventNamed, Listener } from './events.ts'
import type { RecoveryRouter } from './routers.ts'

/** Account recovery inside an application. Nothing is opened before it is used. */
export interface Latchkey {
  /**
   * Opens what it needs: connects, migrates, checks the accounts, starts the worker. Call it when the server starts, so
   * that a mistake is seen then.
   *
   * @throws SetupError, or the error of the database.
   */
  ready(): Promise<void>

  /** For a readiness probe. Never throws. */
  health(): Promise<Health>

  /** Finishes accepted work and closes the connections. Idempotent. */
  close(): Promise<void>

  /**
   * Procedures for one name in your router: `router({ posts, recovery: latchkey.router(callerOf) })`.
   *
   * @param callerOf who makes a call, from the context of your router. It has no default: an address that is guessed from
   *   a header is one that every caller can choose.
   */
  router<Context>(callerOf: (ctx: Context) => Caller): RecoveryRouter

  /**
   * Answers calls over HTTP, wherever it is mounted: REST (`…/forgot-password` and so on, docs/embedding.md) and tRPC
   * (`…/trpc/recovery.request`). The doors `./node`, `./fastify` and `./fetch` call it.
   */
  handler(request: Request, caller: CallerAddress): Promise<Response>

  /** The use cases, for code of your own. */
  readonly recovery: RecoveryActs

  /** Signing in to accounts of Latchkey's own. */
  readonly sessions: SessionActs

  /**
   * Adds an account of Latchkey's own. Its password is judged as at a reset.
   *
   * @throws SetupError if the users are those of an application.
   */
  addAccount(account: NewAccount): Promise<AccountAdded>

  /**
   * Tells what happens, in this process and in its worker's thread. Events hold ids, and neither addresses nor secrets.
   *
   * @returns the function that takes the listener away.
   */
  on<Name extends EventName>(name: Name, listener: Listener<EventNamed<Name>>): () => void
  on(name: '*', listener: Listener): () => void
}

/** What a readiness probe wants to know. */
export type Health = {
  status: 'ready' | 'not-ready'
  /** `database`, `migrations`, `accounts`, `worker`, or `closed`. */
  missing: string[]
  /** Whether emails leave. Requests are taken even if they do not. */
  mail: 'ok' | 'degraded' | 'unknown'
  /** Another process signs with another secret, and each refuses the codes of the other. */
  secret?: 'differs'
}
