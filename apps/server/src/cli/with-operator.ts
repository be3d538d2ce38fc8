import { createOperator, type Operator } from '@latchkey/db'
import type { Config } from '../config/config.ts'
import { withStores } from './with-stores.ts'

export function withOperator<T>(
  config: Config,
  work: (operator: Operator) => Promise<T>,
): Promise<T> {
  return withStores(config, (_stores, database, queue) => work(createOperator(database, queue)))
}
