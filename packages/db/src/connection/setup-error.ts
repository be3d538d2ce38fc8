/**
 * PostgreSQL, or the pooler in front of it, is not set up for Latchkey. The message is for the operator: it says what
 * is wrong and what to run.
 */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError'
}
