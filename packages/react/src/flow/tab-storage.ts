// What this page wrote, for where session storage is disabled or full.
const memory = new Map<string, string>()

/** A short text that outlives a reload of this tab. Where session storage is disabled, it lives as long as the page. */
export function tabStorage(key: string) {
  return {
    read(): string | undefined {
      try {
        return window.sessionStorage.getItem(key) ?? memory.get(key)
      } catch {
        return memory.get(key)
      }
    },
    write(text: string): void {
      memory.set(key, text)
      try {
        window.sessionStorage.setItem(key, text)
      } catch {
        // Disabled or full; `memory` has it.
      }
    },
    clear(): void {
      memory.delete(key)
      try {
        window.sessionStorage.removeItem(key)
      } catch {
        // Disabled.
      }
    },
  }
}

/** For tests: as in a new tab. */
export function forgetTab(): void {
  memory.clear()
  window.sessionStorage.clear()
}
