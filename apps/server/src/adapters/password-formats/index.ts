export { type FormatName, formatNames } from './format-names.ts'
export type { RecognisedFormat, Recognition, RefusedFormat } from './recognition.ts'
export { type StoredColumns, storedText } from './stored-password.ts'
