import { useState } from 'react'
import type { RecoveryClient, RecoveryProcedures } from './client.ts'
import { isOffline, untilOnline } from './connection.ts'
import { useLatchkey } from './context.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import { noteServerTime } from './server-clock.ts'

/** What a call led to. */
export type Answer<Value> =
  | { status: 'accepted'; value: Value }
  | { status: 'refused'; refusal: Refusal }

/** One procedure, ready to be called. `send` never throws: a refusal is an answer. */
export type Call<Input, Value> = {
  send(input: Input): Promise<Answer<Value>>
  isPending: boolean
  /** Waiting until the device is online again. */
  isPaused: boolean
}

/** Keeps nothing of a call that is over: its input may be a password. */
export function useCall<Input, Value>(
  procedure: (input: Input) => Promise<Value>,
): Call<Input, Value> {
  const [state, setState] = useState({ isPending: false, isPaused: false })
  return {
    ...state,
    async send(input) {
      try {
        if (isOffline()) {
          setState({ isPending: true, isPaused: true })
          await untilOnline()
        }
        setState({ isPending: true, isPaused: false })
        return { status: 'accepted', value: await procedure(input) }
      } catch (error) {
        return { status: 'refused', refusal: refusalOf(error) }
      } finally {
        setState({ isPending: false, isPaused: false })
        // A client of the application's own does not show us its answers, so this device's clock must do.
        noteServerTime()
      }
    },
  }
}

type Verb = keyof RecoveryProcedures
type Input<V extends Verb> = Parameters<RecoveryProcedures[V]['mutate']>[0]
type Output<V extends Verb> = Awaited<ReturnType<RecoveryProcedures[V]['mutate']>>

/** The verbs after which the server has ended every session of the account. */
const endsSessions: readonly Verb[] = ['reset', 'notMe']

/** One procedure of the recovery, of the client of the provider. */
export function useProcedure<V extends Verb>(verb: V): Call<Input<V>, Output<V>> {
  const { client, onSessionsEnded } = useLatchkey()
  return useProcedureOf(client, verb, onSessionsEnded)
}

export function useProcedureOf<V extends Verb>(
  client: RecoveryClient,
  verb: V,
  onSessionsEnded?: () => void,
): Call<Input<V>, Output<V>> {
  return useCall(async (input: Input<V>): Promise<Output<V>> => {
    const procedure = client.recovery[verb] as {
      mutate(input: Input<V>): Promise<Output<V>>
    }
    const output: Output<V> = await procedure.mutate(input)
    if (endsSessions.includes(verb)) onSessionsEnded?.()
    return output
  })
}
