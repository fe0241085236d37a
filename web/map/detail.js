/**
 * The panel of one chosen item, or of several that share a spot. It reads the item again by its id, so an
 * opening that ended meanwhile says so and offers similar ones. Read next: cards.js.
 */

import { getJson, isAbort } from "./api.js";
import { badgesOf, cardOf, farText } from "./cards.js";
import { byId, element, fill } from "./dom.js";
import { markBadge } from "./marks.js";
import { dateText, isPlace, isUnconfirmed, label, lastDayText, payText, pointText } from "./words.js";

/** A value that may be text, a list of texts, or a list of objects with a label or a name, as one text. */
function textOf(value, list = null) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map((one) => textOf(one, list)).filter(Boolean).join("、");
  if (typeof value === "object") {
    const named = value.label ?? value.name ?? value.title ?? value.text;
    return named ?? (list && value.code ? label(list, value.code) : "");
  }
  return list ? label(list, value) : String(value);
}

/** One service of a place on its own line: its name, then who may use it, what to bring, its own hours. */
function serviceText(service) {
  if (typeof service === "string") return `· ${label("service", service)}`;
  const bring = textOf(service.bring);
  const extra = [service.audience, bring ? `请带${bring}` : "", service.hours_text].filter(Boolean).join("；");
  const name = service.label ?? label("service", service.service);
  return extra ? `· ${name}：${extra}` : `· ${name}`;
}

/** The services of a place, with a warning where what they ask for was never checked. */
function servicesText(services) {
  const lines = services.map(serviceText);
  const unsure = services.some((one) => typeof one === "object" && !one.verified_at && isUnconfirmed(one.service));
  if (unsure) lines.push("对象和材料未经当地确认，去之前请先问清楚。");
  return lines.join("\n");
}

/** When a place next opens or closes. */
function nextChangeText(item) {
  if (!item.next_change_at || typeof item.is_open_now !== "boolean") return "";
  return `${dateText(item.next_change_at, true)} ${item.is_open_now ? "关门" : "开门"}`;
}

/** When a place was last confirmed; nothing as long as only its card is here, which does not tell. */
function verifiedText(instant) {
  if (instant === undefined) return "";
  return instant ? `${dateText(instant)}核实` : "还没有核实";
}

/** The rows of a place: [name, text]. */
function placeRows(item) {
  return [
    ["地址", item.address], ["所属", item.division?.full_name ?? item.division?.name],
    ["开放时间", textOf(item.hours_text)], ["下一次", nextChangeText(item)], ["能办的事", servicesText(item.services ?? [])],
    ["介绍", textOf(item.description)],
    ["条件", textOf(item.facets, "facet")], ["所在", textOf(item.site_kind, "site_kind")], ["等级", textOf(item.grade, "grade")],
    ["共建单位", textOf(item.co_builders)], ["电话", textOf(item.phone)],
    ["位置", pointText(item.point_basis)], ["核实", verifiedText(item.verified_at)],
  ];
}

/** The rows of an opening: [name, text]. */
function openingRows(item) {
  const occupation = textOf(item.occupation, "occupation");
  const dates = [dateText(item.starts_on), dateText(item.ends_on)].filter(Boolean).join(" 至 ");
  return [
    ["工资", payText(item.pay)], ["单位", textOf(item.employer)],
    ["人数", typeof item.headcount === "number" ? `${item.headcount} 人` : ""],
    ["职业", [textOf(item.category, "category"), occupation].filter(Boolean).join(" · ")],
    ["特点", textOf(item.tags, "tag")], ["时间", dates], ["工作内容", textOf(item.duties)],
    ["要求", textOf(item.conditions)], ["地址", item.address],
    ["所属", item.division?.full_name ?? item.division?.name],
    ["发布", dateText(item.posted_at)], ["有效期到", lastDayText(item.valid_until)], ["位置", pointText(item.point_basis)],
  ];
}

/**
 * Makes the panel. `acts` holds open(item) for cards inside it and closed(id) for when it was closed.
 * Answers {open(item, basis), openGroup(items, basis), close(), isOpen()}.
 */
export function createDetail(acts) {
  const panel = byId("detail");
  let running = null;
  let shownId = null;

  /** Draws the frame: heading, close button, and what stands under them. */
  function frame(heading, mark, ...body) {
    const close_ = element("button", { class: "button", type: "button", click: close }, "关闭");
    fill(panel, element("div", { class: "detail-head" }, mark,
      element("h2", { id: "detail-title", tabindex: "-1" }, heading), close_), body);
  }

  /** Shows the panel and gives it the focus; the list behind it cannot be reached until it is closed. */
  function reveal() {
    panel.hidden = false;
    panel.scrollTop = 0;
    byId("panel").inert = true;
    document.body.classList.add("has-detail");
    byId("detail-title").focus({ preventScroll: true });
  }

  /** The body of an item: how far, badges, rows. */
  function bodyOf(item, basis) {
    const rows = (isPlace(item) ? placeRows(item) : openingRows(item)).filter(([, text]) => text);
    return [
      element("p", { class: "card-line" }, label("kind", item.kind)),
      element("p", { class: "card-far" }, farText(item, basis)),
      element("p", { class: "badges" }, badgesOf(item)),
      element("dl", {}, rows.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)])),
      item.is_demo ? element("p", { class: "hint" }, "这是演示数据，不是真实信息。") : null,
    ];
  }

  /** What is shown for an opening that has ended: that it ended, and similar ones near it. */
  function showEnded(item, error, basis) {
    const similar = (error.body?.similar ?? []).map(({ distance_m, walk_minutes, walk_seconds, ...one }) => ({ ...one, from_ended_m: distance_m }));
    frame(item.title ?? "已结束", markBadge(item.kind, isPlace(item)),
      element("p", { class: "banner", role: "alert" }, element("strong", {}, "已结束"), "：", error.message),
      similar.length > 0 ? element("h3", {}, "附近类似的") : element("p", {}, "附近暂时没有类似的。"),
      element("ol", { class: "list" }, similar.map((one) => cardOf(one, basis, acts.open))));
    byId("detail-title").focus({ preventScroll: true });
  }

  /** Opens the panel for `item` and reads it again from the server. */
  async function open(item, basis) {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    shownId = item.id;
    const mark = () => markBadge(item.kind, isPlace(item));
    const state = element("p", { role: "status", class: "hint" }, "正在读取详情…");
    frame(item.title ?? "", mark(), bodyOf(item, basis), state);
    reveal();
    const path = `${isPlace(item) ? "/v1/places/" : "/v1/openings/"}${encodeURIComponent(item.id)}`;
    try {
      const full = await getJson(path, { crs: "wgs84" }, mine.signal);
      if (mine.signal.aborted) return;
      const known = Object.fromEntries(Object.entries(full).filter(([, value]) => value !== null && value !== undefined));
      frame(full.title ?? item.title ?? "", mark(), bodyOf({ ...item, ...known }, basis));
      byId("detail-title").focus({ preventScroll: true });
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      if (error.kind === "gone") return void showEnded(item, error, basis);
      fill(state, `${error.message} 上面是列表里的内容。`,
        element("button", { class: "button", type: "button", click: () => open(item, basis) }, "再读一次"));
    }
  }

  /** Opens the panel with the items that share one spot on the map. */
  function openGroup(items, basis) {
    running?.abort();
    shownId = items[0]?.id ?? null;
    frame(`这里有 ${items.length} 项`, null, element("ol", { class: "list" }, items.map((item) => cardOf(item, basis, acts.open))));
    reveal();
  }

  /** Closes the panel and tells which item it was. */
  function close() {
    if (panel.hidden) return;
    running?.abort();
    panel.hidden = true;
    panel.replaceChildren();
    byId("panel").inert = false;
    document.body.classList.remove("has-detail");
    acts.closed(shownId);
  }

  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  return { open, openGroup, close, isOpen: () => !panel.hidden };
}
