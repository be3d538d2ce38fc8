/** Why nothing was written, in sentences, and what would help. */
export class AdoptionRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AdoptionRefused'
  }
}
