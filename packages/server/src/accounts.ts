/** For applications that keep their users elsewhere than in the PostgreSQL of Latchkey, and answer its calls. */
export {
  type AccountHost,
  accountHandler,
  type HandlerOptions,
  type HostAccount,
  type HostChange,
} from './account-port/handler.ts'
