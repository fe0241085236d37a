/**
 * An item as a card of the list. The whole card can be tapped, but only its title is a button, so a screen
 * reader hears a short name. Read next: results.js, detail.js.
 */

import { element } from "./dom.js";
import { markBadge } from "./marks.js";
import { distanceText, isPlace, isRoughPoint, label, payText, walkText } from "./words.js";

/** The small facts of an item that are worth a badge: demo data, open now, a rough point. */
export function badgesOf(item) {
  return [
    item.is_demo ? element("span", { class: "badge demo" }, "演示数据") : null,
    item.state === "closed" ? element("span", { class: "badge closed" }, "已停止服务") : null,
    item.is_open_now === true ? element("span", { class: "badge open" }, "现在开放") : null,
    item.is_open_now === false ? element("span", { class: "badge closed" }, "现在不开放") : null,
    isRoughPoint(item.point_basis) ? element("span", { class: "badge rough" }, "位置不准确") : null,
  ].filter(Boolean);
}

/** The line that says how far: metres, then estimated minutes; similar items are measured from the ended one. */
export function farText(item, basis) {
  if (typeof item.from_ended_m === "number") return `离原来的岗位 ${distanceText(item.from_ended_m)}`;
  return [distanceText(item.distance_m), walkText(item.walk_minutes, basis)].filter(Boolean).join(" · ");
}

/** The second line of an opening (employer, headcount) or of a place (what it does, its hours). */
function aboutText(item) {
  if (!isPlace(item)) {
    const heads = typeof item.headcount === "number" ? `招 ${item.headcount} 人` : "";
    return [item.employer, heads].filter(Boolean).join(" · ");
  }
  return item.hours_text ?? "";
}

/**
 * One list entry. `onOpen(item)` is called when it is chosen; `basis` is that of the answer it came in.
 * The entry carries `data-id`, by which results.js finds it again.
 */
export function cardOf(item, basis, onOpen) {
  const place = isPlace(item);
  const title = element("button", { class: "card-title", type: "button", click: () => onOpen(item) }, item.title ?? "（没有名称）");
  const pay = place ? "" : payText(item.pay);
  const badges = badgesOf(item);
  return element("li", { class: "card", "data-id": item.id },
    markBadge(item.kind, place),
    element("div", { class: "card-body" },
      element("h3", {}, title),
      element("p", { class: "card-line" }, element("span", { class: "card-kind" }, label("kind", item.kind)),
        item.division?.name ? ` · ${item.division.name}` : ""),
      pay ? element("p", { class: "card-pay" }, pay) : null,
      element("p", { class: "card-far" }, farText(item, basis)),
      aboutText(item) ? element("p", { class: "card-line" }, aboutText(item)) : null,
      badges.length > 0 ? element("p", { class: "badges" }, badges) : null));
}
