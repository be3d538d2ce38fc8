/** Cases that are not run here, each with the reason. */
export const notHere: Record<string, string> = {
  'TK-11': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'TR-03': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-02': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-03': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-04': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-05': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-07': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-08': 'in Chromium: apps/web/e2e/corpus.test.ts',
  'SP-10': 'in Chromium: apps/web/e2e/corpus.test.ts',
}

/** Cases that are run in another size, or with another answer because of our contract. */
export const differently: Record<string, string> = {
  'FG-33': '10 rounds instead of 50',
  'FG-34': 'same bytes and same SQL statements; the time is for bench/',
  'FG-39': 'an hour for the minute, eight hours for the hour and seven days for the day',
  'FG-51': '40 accounts instead of 2000',
  'FG-52': 'an hour apart instead of 61 seconds',
  'FG-53': '200 other addresses instead of 20 000, and an hour apart instead of 61 seconds',
  'FG-57': 'accounts have no name; address and User-Agent are tried instead',
  'CD-03': 'an exhausted request says TOO_MANY_ATTEMPTS, for decoys too (design 3.3)',
  'CD-04': '40 guesses and 4 runs instead of 200 and 50',
  'CD-16': '10 runs instead of 200',
  'CD-17': 'same bytes; the time is for bench/',
  'CD-18': 'an hour apart instead of 61 seconds',
  'CD-22': 'exhausted says TOO_MANY_ATTEMPTS, malformed INVALID_INPUT (design 3.3)',
  'TK-02': '5 runs instead of 200',
  'TK-03': '5 runs instead of 200',
  'TK-04':
    'there is no change of password while signed in; the version of the credentials is raised by SQL',
  'TK-05': 'there is no change of address; it is made by SQL, with the version of the credentials',
  'TK-18':
    'refused alike; secrets are found by their digest, so no time depends on matching characters',
  'TK-19': 'in a path the head of the request is too large: 431',
  'PW-01': 'follows PASSWORD_MIN_LENGTH: 8, and 15 on a second server',
  'PW-14':
    '200 at once, until the queue was full, all bounded by the queue; memory and lag are for bench/',
  'PW-17':
    'the notice carries the secret of "this wasn’t me", which does not allow a reset (decision 20)',
  'PW-19': 'proof of the mailbox shows the login (decision 5)',
  'RS-04': 'a preflight of tRPC is answered 415, without a CORS header',
  'SI-02': 'same bytes and same SQL statements; the time is for bench/',
  'SI-04': '60 accounts instead of 1000',
  'HT-02': '100 connections instead of 500; closed, without a bound of 20 s',
  'HT-03': '100 connections instead of 500; closed, without a bound of 20 s',
  'HT-05': 'a bomb of 10 MiB: bodies are never inflated',
  'ML-06': 'there is no payload to encrypt: secrets are minted at send time',
  'ML-07': 'there is no payload to empty: a job holds ids',
  'CC-02': '4 runs instead of 50',
  'CC-03': '20 runs instead of 500',
  'CD-23': '41 addresses instead of 1000: the global budget is 200 codes',
}
