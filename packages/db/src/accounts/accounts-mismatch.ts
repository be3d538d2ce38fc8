/** The tables of an application do not fit the map, or did not take what was written. Nothing was changed. */
export class AccountsMismatch extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AccountsMismatch'
  }
}

/** A trigger, row-level security or a row that is missing kept the password from being written. */
export class WriteRefused extends AccountsMismatch {
  constructor(written: string, options?: ErrorOptions) {
    super(
      `accounts.write-refused: the new password was not written to ${written}. A trigger, row-level security or a missing row prevents it; the link is still valid`,
      options,
    )
    this.name = 'WriteRefused'
  }
}
