import { workerData } from 'node:worker_threads'
import { workInThread } from '../compose/work-in-thread.ts'
import { findInstance } from './find-instance.ts'

/* The program of a worker's thread: it imports the module that makes the instance, and runs its worker. */

const { module } = workerData as { module: string }
const instance = await findInstance(module)
await workInThread((forward) => instance.work(forward))
