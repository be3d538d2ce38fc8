// The gallery runs the real router in the browser. tRPC asks whether this is a server, and knows one by this name.
Object.assign(globalThis, { Deno: {} })
