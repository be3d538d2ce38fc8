import { expect, test } from 'vitest'
import { importCycles, importGraph } from './import-cycles.ts'

const cyclesOf = (files: Record<string, string[]>) =>
  importCycles(
    importGraph(Object.entries(files).map(([path, imports]) => ({ path: `src/${path}`, imports }))),
  )

test('files that import in one direction have no cycle, also where two ways lead to the same file', () => {
  expect(
    cyclesOf({
      'a.ts': ['./b.ts', './c/d.ts', 'zod'],
      'b.ts': ['./c/d.ts', './styles.css'],
      'c/d.ts': [],
    }),
  ).toEqual([])
})

test('two files that import each other are a cycle', () => {
  expect(cyclesOf({ 'a.ts': ['./b.ts'], 'b.ts': ['./a.ts'] })).toEqual([
    'src/a.ts → src/b.ts → src/a.ts',
  ])
})

test('a cycle is found through other folders, and named without the files that lead to it', () => {
  const files = {
    'start.ts': ['./a.ts'],
    'a.ts': ['./deep/b.ts'],
    'deep/b.ts': ['./c.ts'],
    'deep/c.ts': ['../a.ts'],
  }
  expect(cyclesOf(files)).toEqual(['src/a.ts → src/deep/b.ts → src/deep/c.ts → src/a.ts'])
})

test('a file that imports itself is a cycle', () => {
  expect(cyclesOf({ 'a.ts': ['./a.ts'] })).toEqual(['src/a.ts → src/a.ts'])
})
