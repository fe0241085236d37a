/**
 * One running search: asks, drops stale answers, adds pages. It knows nothing of the page's elements: it hands
 * a plain view to `onChange`. Read next: results.js.
 */

import { isAbort, postJson } from "./api.js";
import { nearbyQuery } from "./state.js";

/** What is shown before anything was asked. */
const NOTHING = { phase: "loading", items: [], nextToken: null, error: null, loadingMore: false, moreError: null,
  basis: "estimate", asOf: null, minutes: 15 };

/**
 * Makes a search. `onChange(view)` is called at every change with {phase: loading | ready | error, items,
 * nextToken, error, loadingMore, moreError, basis, asOf, minutes}.
 */
export function createSearch(onChange) {
  let view = { ...NOTHING };
  let asked = null;
  let running = null;

  /** Tells the page what changed. */
  const show = (changes) => {
    view = { ...view, ...changes };
    onChange(view);
  };

  /** Starts over for `state`; an answer still on its way is dropped. */
  async function run(state) {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    asked = nearbyQuery(state);
    show({ phase: "loading", error: null, moreError: null, loadingMore: false, minutes: state.minutes });
    try {
      const page = await postJson("/v1/nearby", asked, mine.signal);
      if (mine.signal.aborted) return;
      show({ phase: "ready", items: page.items ?? [], nextToken: page.next_page_token ?? null, basis: page.basis ?? "estimate",
        asOf: page.as_of ?? null });
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      show({ phase: "error", items: [], nextToken: null, error });
    }
  }

  /** Adds the next page under what is listed. */
  async function more() {
    if (!view.nextToken || view.loadingMore) return;
    const mine = running;
    show({ loadingMore: true, moreError: null });
    try {
      const page = await postJson("/v1/nearby", { ...asked, page_token: view.nextToken }, mine.signal);
      if (mine.signal.aborted) return;
      const known = new Set(view.items.map((item) => item.id));
      const added = (page.items ?? []).filter((item) => !known.has(item.id));
      show({ items: [...view.items, ...added], nextToken: page.next_page_token ?? null, loadingMore: false });
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      show({ loadingMore: false, moreError: error });
    }
  }

  return { run, more, current: () => view };
}
