import { ROOT_CONTEXT } from '@opentelemetry/api'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import type { SamplerName } from '../config/telemetry-settings.ts'
import { isFromOutside } from './from-outside.ts'

/** Which traces are made. Jobs follow the request that queued them; a request follows nobody. */
export function samplerFor(name: SamplerName, ratio: number): Sampler {
  const sampler = standardSampler(name, ratio)
  return {
    shouldSample(context, ...details) {
      const parent = isFromOutside(context) ? ROOT_CONTEXT : context
      return sampler.shouldSample(parent, ...details)
    },
    toString: () => `Latchkey{${sampler}}`,
  }
}

function standardSampler(name: SamplerName, ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler()
    case 'always_off':
      return new AlwaysOffSampler()
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio)
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() })
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() })
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) })
  }
}
