import type { Plays } from '../plays.ts'
import { restful, trpc } from './apis.ts'
import { code } from './code.ts'
import { forgot } from './forgot.ts'
import { http, pages } from './http.ts'
import { data, mail } from './mail.ts'
import { password } from './password.ts'
import { signin } from './signin.ts'
import { concurrency, token } from './token.ts'

export const plays: Plays = {
  ...forgot,
  ...code,
  ...token,
  ...password,
  ...signin,
  ...trpc,
  ...restful,
  ...http,
  ...pages,
  ...mail,
  ...data,
  ...concurrency,
}
