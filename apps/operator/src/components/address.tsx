/** An email address, or another text of somebody else, in its own direction and never translated. */
export function Address({ children }: { children: string }) {
  return (
    <bdi className="address" translate="no">
      {children}
    </bdi>
  )
}

/** An id, or what another server answered. */
export function Verbatim({ children }: { children: string }) {
  return (
    <code className="verbatim" dir="auto" translate="no">
      {children}
    </code>
  )
}

/** Something to type on the server. */
export function Command({ children }: { children: string }) {
  return (
    <code className="command" dir="ltr" translate="no">
      {children}
    </code>
  )
}
