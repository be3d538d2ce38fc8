/** jsdom has no EventSource: this one reads a stream of events from a `fetch`, and connects once. */
export function eventSourceFrom(call: typeof fetch): typeof EventSource {
  return class extends EventTarget {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSED = 2
    readonly CONNECTING = 0
    readonly OPEN = 1
    readonly CLOSED = 2
    readonly url: string
    readonly withCredentials = false
    readyState = 0
    onerror = null
    onmessage = null
    onopen = null
    #reader: ReadableStreamDefaultReader<string> | undefined

    constructor(url: string | URL) {
      super()
      this.url = `${url}`
      void this.#read()
    }

    async #read() {
      const response = await call(this.url, { headers: { accept: 'text/event-stream' } })
      if (this.readyState === this.CLOSED) return
      if (!response.ok || !response.body) {
        this.readyState = this.CLOSED
        this.dispatchEvent(Object.assign(new Event('error'), { code: response.status }))
        return
      }
      this.readyState = this.OPEN
      this.dispatchEvent(new Event('open'))
      this.#reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      for (;;) {
        const { value, done } = await this.#reader.read()
        if (done || this.readyState === this.CLOSED) return
        text += value
        const events = text.split('\n\n')
        text = events.pop() ?? ''
        for (const event of events) this.#tell(event)
      }
    }

    #tell(event: string) {
      const field = (name: string) => event.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1]
      const data = field('data') ?? ''
      const id = field('id') ?? ''
      const type = field('event') ?? 'message'
      this.dispatchEvent(new MessageEvent(type, { data, lastEventId: id }))
    }

    close() {
      this.readyState = this.CLOSED
      void this.#reader?.cancel()
    }
  } as unknown as typeof EventSource
}
