/**
 * For applications that keep their users elsewhere than in the PostgreSQL of Latchkey: what they answer, and a handler for
 * a Latchkey that calls them over HTTP.
 */
export {
  type AccountHost,
  accountHandler,
  type HandlerOptions,
  type HostAccount,
  type HostChange,
} from './account-port/handler.ts'
