import type { Experiment } from '../rig/experiment.ts'

export const f02: Experiment = {
  id: 'F-02',
  title: 'Killed between the commit and the worker',
  fault: 'kill -9 of the accepting server, right after its 200',
  cycles: { full: 100, short: 3 },
  async run(rig, { cycles }) {
    const people = await rig.people.add(cycles)
    const starts: Promise<void>[] = []
    for (const email of people) {
      const server = await rig.readyServer()
      await rig.driver.request(email, { server })
      await rig.server(server).kill()
      starts.push(rig.server(server).start())
    }
    await Promise.all(starts)
    return { kills: cycles }
  },
  pass: {
    'every request is accepted and emailed': (seen) => seen.emailed === seen.kills,
  },
}
