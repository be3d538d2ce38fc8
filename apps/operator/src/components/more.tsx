import type { Rows } from '../api.ts'
import { useText } from '../use-text.ts'

/** Below a list: how many are shown, and the way to older ones. Screen readers hear when the number changes. */
export function More({ list }: { list: Rows<unknown> }) {
  const t = useText()
  const count = list.rows?.length ?? 0
  return (
    <div className="more">
      <p role="status" className="soft">
        {count > 0 && t('list.shown', { count })}
      </p>
      {list.more && (
        <button
          type="button"
          data-latchkey="button is-quiet"
          aria-disabled={list.isLoadingMore}
          onClick={() => !list.isLoadingMore && list.more?.()}
        >
          {list.isLoadingMore ? t('list.moreBusy') : t('list.more')}
        </button>
      )}
    </div>
  )
}
