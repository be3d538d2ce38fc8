import { type AccountMap, AccountMapSchema, type PasswordPart } from '@latchkey/db'
