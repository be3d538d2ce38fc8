import { type ReactNode, useEffect } from 'react'
import { Link } from 'react-router'
import { useSettings } from '../api.ts'
import { useLogo } from '../page-data.ts'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'
import { PageFrame } from './page-frame.tsx'
import { type Step, Steps } from './steps.tsx'
import { useHeadingFocus } from './use-heading-focus.ts'

type PageProps = {
  title: string
  step?: Step
  /** The title is not final yet, so the heading does not get the focus. */
  isProvisional?: boolean
  children: ReactNode
}

/** The frame, the heading and the document title of a page. */
export function Page({ title, step, isProvisional = false, children }: PageProps) {
  const t = useWording()
  const product = useSettings()?.productName
  const logo = useLogo()
  const heading = useHeadingFocus(title, isProvisional)

  useEffect(() => {
    document.title = product && !title.includes(product) ? `${title} · ${product}` : title
  }, [title, product])

  return (
    <PageFrame
      brand={
        <Link className="brand" to={paths.home} aria-label={product ? undefined : t('page.start')}>
          <img className="brand-mark" {...logo} alt="" />
          <bdi className="brand-name">{product}</bdi>
        </Link>
      }
    >
      {step && <Steps step={step} />}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </PageFrame>
  )
}
