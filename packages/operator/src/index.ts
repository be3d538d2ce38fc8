// The door for the page: types, codes, addresses and the English sentences, and nothing that runs on a server.
export {
  LONGEST_REASON,
  LONGEST_SUBJECT,
  MOST_ROWS,
  type OperatorCode,
  type OperatorErrorData,
  operatorCodes,
} from './codes.ts'
export { count } from './count.ts'
export { english, factCodes, instant, say } from './english.ts'
export type { FactCode, Facts, NoRetry, Said } from './facts.ts'
export { isOneLine, saysSomething } from './one-line.ts'
export {
  BACKGROUND_HEADER,
  inHeader,
  OPERATOR_HEADER,
  type OperatorPath,
  operatorPaths,
} from './paths.ts'
export { problems } from './problems.ts'
export type { OperatorRouter } from './router.ts'
export * from './shapes.ts'
