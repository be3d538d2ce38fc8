#!/usr/bin/env node
// The commands for an application that embeds Latchkey. Plain JavaScript, so that an old Node can print why it cannot.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Latchkey needs Node 22.18 or newer; this is ${process.version}.`)
  process.exit(1)
}
const { main } = await import('../dist/cli.js')
await main(process)
