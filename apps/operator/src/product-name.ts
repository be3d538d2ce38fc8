import { createContext, use } from 'react'

/** Whose operators these are; unknown before somebody has entered. */
export const ProductName = createContext<string | undefined>(undefined)

export function useProductName(): string | undefined {
  return use(ProductName)
}
