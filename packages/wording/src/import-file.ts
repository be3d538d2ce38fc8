/**
 * Imports a file that a bundler made, for a caller that may try again.
 *
 * Chromium keeps a failed import for as long as the document lives: it sends no second request for that address
 * (https://github.com/whatwg/html/issues/6768). It also names the address in the error, so the file is requested once
 * more with a query. Other browsers name no address or send the request again by themselves.
 *
 * @param load calls `import()` with a literal name, which bundlers replace by the address of the file.
 */
export async function importFile<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    const address = /https?:\S+/.exec(String(error))?.[0]
    if (address === undefined) throw error
    return import(/* @vite-ignore */ /* webpackIgnore: true */ `${address}?${Date.now()}`)
  }
}
