/** Bundlers find the script of a worker by exactly this expression. */
export function startWorker(): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
}
