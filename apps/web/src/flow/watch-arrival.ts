import { takeArrivalFromAddress } from './arrival.ts'

takeArrivalFromAddress()
