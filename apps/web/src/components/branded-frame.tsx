import { type FrameProps, PageLink, useSettings, useWording } from '@latchkey/react/app'
import { useEffect } from 'react'
import { useLogo } from '../page-data.ts'
import { PageFrame } from './page-frame.tsx'

/** Around every page of the application: its name and logo, and the title of the document. */
export function BrandedFrame({ title, children }: FrameProps) {
  const t = useWording()
  const product = useSettings()?.productName
  const logo = useLogo()

  useEffect(() => {
    document.title = product && !title.includes(product) ? `${title} · ${product}` : title
  }, [title, product])

  return (
    <PageFrame
      brand={
        <PageLink
          to="home"
          data-latchkey="brand"
          aria-label={product ? undefined : t('page.start')}
        >
          <img className="brand-mark" {...logo} alt="" />
          <bdi className="brand-name" translate="no">
            {product}
          </bdi>
        </PageLink>
      }
    >
      {children}
    </PageFrame>
  )
}
