import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'

/* The hash rate alone, with as many concurrent hashes as the server runs. Prints hashes per second. */

const seconds = Number(process.argv[2])
const endsAt = performance.now() + seconds * 1000
let hashes = 0
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    while (performance.now() < endsAt) {
      await hash(`a password to hash ${hashes}`, {
        algorithm: 2,
        memoryCost: 19_456,
        timeCost: 2,
        parallelism: 1,
        outputLen: 32,
      })
      hashes += 1
    }
  }),
)
process.stdout.write(String(hashes / seconds))
