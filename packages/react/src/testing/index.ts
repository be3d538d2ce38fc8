export { demo, type FakeServer, openFakeServer, refused } from './fake-server.ts'
export { serve } from './serve.ts'
export { translateEverything } from './translate.ts'
