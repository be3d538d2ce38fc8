import { loadPages } from '@latchkey/wording'
import { render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { translateEverything } from '../testing/translate.ts'

const english = await loadPages('en')

/** A component of somebody else. */
function Label({ children }: { children: ReactNode }) {
  return <strong data-testid="label">{children}</strong>
}

type SampleProps = { address: string; isBusy: boolean; note?: string | undefined }

function Sample({ address, isBusy, note }: SampleProps) {
  return (
    <>
      <p role="status">
        {isBusy && 'One moment.'}
        {note && `Note: ${note}`}
      </p>
      <p data-testid="sentence">
        {english.parts('verify.sent', { address: <b key="address">{address}</b> })}
      </p>
      <Label>
        {isBusy ? 'Busy' : 'Ready'} <i>{address}</i>
      </Label>
      {isBusy && <p>Only while busy</p>}
    </>
  )
}

test('a page that is translated all the time can still change every text', async () => {
  const stop = translateEverything(document.body)
  const view = render(<Sample address="ada@example.test" isBusy />)
  await waitFor(() => expect(screen.getByTestId('sentence').querySelector('font')).not.toBeNull())
  view.rerender(<Sample address="bob@example.test" isBusy={false} note="late" />)
  expect(screen.getByRole('status')).toHaveTextContent('Note: late')
  expect(screen.getByRole('status')).not.toHaveTextContent('One moment')
  expect(screen.getByTestId('sentence')).toHaveTextContent('bob@example.test')
  expect(screen.getByTestId('label')).toHaveTextContent('Ready bob@example.test')
  view.rerender(<Sample address="ada@example.test" isBusy />)
  expect(screen.getByRole('status')).toHaveTextContent('One moment.')
  expect(screen.getByTestId('label')).toHaveTextContent('Busy ada@example.test')
  stop()
})
