// The HEALTHCHECK of the image: whether the process answers, by the settings that it runs with.
const port = process.env.PORT || 3000
const address = `http://127.0.0.1:${port}/health/live`
const answer = await fetch(address, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
process.exit(answer?.ok ? 0 : 1)
