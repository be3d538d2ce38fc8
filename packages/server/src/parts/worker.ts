/** What sends the emails. */
export { type CaughtEmail, createMailbox, type Mailbox } from '../adapters/mailbox.ts'
export { brandingFor, composeWorker, mailboxFor } from '../compose/compose-worker.ts'
export { type RunningWorker, runWorker } from '../compose/run-worker.ts'
export { workInThread } from '../compose/work-in-thread.ts'
