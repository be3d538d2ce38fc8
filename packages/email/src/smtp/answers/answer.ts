import type { Failure } from '@latchkey/core'
import type { Step } from '../step.ts'

/** A hand-over that failed, as far as the table below looks at it. */
export type FailedHandover = {
  host: string
  port: number
  auth: 'password' | 'oauth2'
  step: Step
  /** The code of the server's answer, when there was one. */
  reply: number | undefined
  answer: string
  /** The settings hold a user and a password, and the server offered no way to use them. */
  signInSkipped?: boolean
}

/** What a failed hand-over means for the queue, and for the operator. */
export type Explanation = { failure: Failure; meaning: string; advice: string }

/** A row applies if everything in it matches. */
type When = {
  auth?: FailedHandover['auth']
  step?: Step | readonly Step[]
  reply?: number | readonly number[]
  /** The enhanced status code (RFC 3463), such as `5.7.1`. */
  enhanced?: RegExp
  /** Whether the server answered. */
  answered?: boolean
  says?: RegExp
  host?: RegExp
  port?: number
  signInSkipped?: boolean
}

/** `failure` is the class of a permanent answer, or of none. A temporary answer (4xx) is always `busy`. */
export type KnownAnswer = readonly [When, Explanation]
