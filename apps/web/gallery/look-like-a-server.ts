// The gallery runs the real tRPC router in the browser. tRPC refuses that unless it finds one of the globals of a server.
Object.assign(globalThis, { Deno: {} })
