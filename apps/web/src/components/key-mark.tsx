export function KeyMark() {
  return (
    <svg className="key-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="key-mark-plate" width="32" height="32" rx="9" />
      <g
        className="key-mark-key"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <circle cx="12" cy="12" r="4.6" />
        <path d="M15.4 15.4 24 24M20.6 20.6l2.5-2.5" />
      </g>
    </svg>
  )
}
