import type { FrameProps } from '../slots.ts'
import { useWording } from '../wording.ts'

/** Around a page, unless the application has a frame of its own. */
export function Frame({ titleId, children }: FrameProps) {
  const t = useWording()
  return (
    <section data-latchkey="frame" lang={t.locale} dir={t.direction} aria-labelledby={titleId}>
      <div data-latchkey="card">{children}</div>
    </section>
  )
}
