import { tabStorage } from './tab-storage.ts'

/*
 * What was finished in this tab, until something else is begun. Back, or a reload, then says so, instead of asking for
 * a link that has been used.
 */

const storage = tabStorage('latchkey.finished')

/** The password was changed. */
export function noteChanged(): void {
  storage.write('changed')
}

export function wasChangedHere(): boolean {
  return storage.read() === 'changed'
}

/** The account was secured by the link of a notice. */
export function noteSecured(): void {
  storage.write('secured')
}

export function wasSecuredHere(): boolean {
  return storage.read() === 'secured'
}

export function forgetFinished(): void {
  storage.clear()
}
