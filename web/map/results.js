/**
 * The list and everything that can stand in its place: loading, nothing found, an error, no network, too many
 * requests. It draws a view of search.js and asks for nothing itself. Read next: cards.js.
 */

import { byId, element, fill } from "./dom.js";
import { cardOf } from "./cards.js";
import { contradictsItself, hasFilters, widerMinutes } from "./state.js";

/**
 * Makes the list. `acts` holds what its buttons do: open(item), more(), retry(), setMinutes(minutes), clear().
 * Answers {show(view, state), mark(id), focusCard(id)}.
 */
export function createResults(acts) {
  const list = byId("list");
  const count = byId("count");
  const message = byId("message");
  const foot = byId("foot");
  let countdown = 0;
  let drawn = [];
  let marked = null;

  /** A plain button. */
  const button = (text, act, primary = false) =>
    element("button", { class: primary ? "button primary" : "button", type: "button", click: act }, text);

  /** A retry button that, after 429, counts the seconds down and only then can be pressed. */
  function retryButton(error, act) {
    const made = button("再试一次", act, true);
    if (error.kind !== "limited") return made;
    let left = error.retryAfterS;
    const tick = () => {
      made.disabled = left > 0;
      made.textContent = left > 0 ? `${left} 秒后可以再试` : "再试一次";
      if (left <= 0) clearInterval(countdown);
      left -= 1;
    };
    clearInterval(countdown);
    countdown = setInterval(tick, 1000);
    tick();
    return made;
  }

  /** The heading of an error, by its kind. */
  function errorTitle(error) {
    if (error.kind === "offline") return "没有连上网络";
    if (error.kind === "limited") return "请稍等";
    if (error.kind === "timeout") return "等得太久了";
    return "没有查成";
  }

  /** Whether the page token itself was refused, so that only a new search helps. */
  const isStale = (error) => error.kind === "problem" && error.status >= 400 && error.status < 500;

  /** Shows an error in place of the list. */
  function showError(error) {
    message.className = `message ${error.kind}`;
    fill(message, element("h3", {}, errorTitle(error)), element("p", {}, error.message ?? "出了点问题。"),
      element("p", { class: "tools" }, retryButton(error, acts.retry)));
    message.hidden = false;
    count.textContent = `${errorTitle(error)}：${error.message ?? ""}`;
  }

  /** Says that nothing was found and what to do about it. */
  function showEmpty(view, state) {
    const hopeless = contradictsItself(state);
    const wider = hopeless ? null : widerMinutes(view.minutes);
    const why = hopeless
      ? "您选的条件里，有的只对服务点有效（服务项目、现在开放），有的只对岗位有效（工资、行业、特点），没有一项能同时符合。" : "";
    message.className = "message empty";
    fill(message, element("h3", {}, `${view.minutes}分钟内没有找到${hasFilters(state) ? "符合条件的" : ""}服务点或岗位`),
      why ? element("p", {}, why) : null,
      element("p", { class: "tools" },
        wider ? button(`扩大到 ${wider} 分钟`, () => acts.setMinutes(wider), true) : null,
        hasFilters(state) ? button("清除全部条件", acts.clear, !wider) : null));
    message.hidden = false;
    count.textContent = `${view.minutes}分钟内没有找到。`;
  }

  /** Draws the cards; when only some were added at the end, those before them stay as they are. */
  function drawCards(view) {
    const same = drawn.length > 0 && drawn.every((item, index) => view.items[index] === item);
    const fresh = same ? view.items.slice(drawn.length) : view.items;
    const cards = fresh.map((item) => cardOf(item, view.basis, acts.open));
    if (same) list.append(...cards);
    else list.replaceChildren(...cards);
    drawn = view.items;
    if (same && cards.length > 0) cards[0].querySelector("button").focus({ preventScroll: true });
    mark(marked);
  }

  /** What stands under the cards: the button for more, or why more did not come. */
  function drawFoot(view) {
    if (view.moreError) {
      fill(foot, element("p", { role: "alert" }, view.moreError.message),
        isStale(view.moreError) ? button("重新查找", acts.retry, true) : retryButton(view.moreError, acts.more));
    } else if (view.nextToken) {
      const more = button(view.loadingMore ? "正在加载…" : "加载更多", acts.more, true);
      if (view.loadingMore) more.setAttribute("aria-disabled", "true");
      const focused = foot.contains(document.activeElement);
      fill(foot, more);
      if (focused) more.focus();
    } else {
      fill(foot, view.items.length > 0 ? element("p", {}, "已经到底了") : null);
    }
  }

  /** Draws a view of the search. */
  function show(view, state) {
    const loading = view.phase === "loading";
    list.setAttribute("aria-busy", String(loading));
    list.classList.toggle("stale", loading);
    if (loading) {
      message.hidden = true;
      foot.replaceChildren();
      count.textContent = `正在查找 ${view.minutes} 分钟内的服务点和岗位…`;
      return;
    }
    drawCards(view);
    byId("demo").hidden = !view.items.some((item) => item.is_demo);
    message.hidden = true;
    if (view.phase === "error") return void (fill(foot), showError(view.error));
    drawFoot(view);
    if (view.items.length === 0) return void showEmpty(view, state);
    const rest = view.nextToken ? "，还有更多" : "，已全部列出";
    count.textContent = `约${view.minutes}分钟内，由近到远 ${view.items.length} 项${rest}`;
  }

  /** Marks the card of an item as the chosen one (null: none). */
  function mark(id) {
    marked = id;
    for (const card of list.children) {
      if (card.dataset.id === id) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
  }

  /** Brings a card into view and puts the focus on its title. */
  function focusCard(id) {
    const card = [...list.children].find((one) => one.dataset.id === id);
    if (!card) return void byId("results").focus({ preventScroll: true });
    card.querySelector("button").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  return { show, mark, focusCard };
}
