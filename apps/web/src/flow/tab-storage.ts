/** A short text that outlives a reload of this tab. Where session storage is disabled, it lives as long as the page. */
export function tabStorage(key: string) {
  let memory: string | undefined
  return {
    read(): string | undefined {
      try {
        return window.sessionStorage.getItem(key) ?? memory
      } catch {
        return memory
      }
    },
    write(text: string): void {
      memory = text
      try {
        window.sessionStorage.setItem(key, text)
      } catch {
        // Disabled or full; `memory` has it.
      }
    },
    clear(): void {
      memory = undefined
      try {
        window.sessionStorage.removeItem(key)
      } catch {
        // Disabled.
      }
    },
  }
}
