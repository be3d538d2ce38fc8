import type { Experiment } from '../rig/experiment.ts'

export const f02: Experiment = {
  id: 'F-02',
  title: 'Killed between the commit and the worker',
  fault: 'kill -9 of the accepting server, at its 200',
  cycles: { full: 100, short: 3 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    for (const [nth, email] of people.entries()) {
      const server = rig.server(nth % 2)
      await rig.driver.ask(email, { server: nth % 2 })
      await server.kill()
      await server.start()
    }
    return { kills: cycles }
  },
  pass: {
    'every ask was accepted, and mailed': (seen) => seen.mailed === seen.kills,
  },
}
