import { Component, type ReactNode } from 'react'

/** The last resort when rendering fails: words and a way on instead of a white page. */
export class Unexpected extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <div className="page">
        <main className="card">
          <h1>This page stopped working</h1>
          <p>That is our fault. Nothing was changed. Load the page again and go on from there.</p>
          <button
            type="button"
            className="button is-primary"
            onClick={() => window.location.reload()}
          >
            Load the page again
          </button>
        </main>
      </div>
    )
  }
}
