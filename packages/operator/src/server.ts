// The door for the server: the router, and what it is made of.
export { type OperatorRefusal, refusalOf, unavailable } from './operator-error.ts'
export type {
  By,
  Closing,
  OperatorActs,
  OperatorContext,
  OperatorEntry,
  OperatorReads,
} from './ports.ts'
export { type OperatorRouter, operatorRouter } from './router.ts'
