/**
 * Words and numbers as people read them: distances, minutes, dates, and the labels of catalog codes.
 * Pure but for `setMeta`, which keeps the labels of /v1/meta. Read next: marks.js.
 */

/** Code -> label of each list in /v1/meta, filled once by `setMeta`. */
const labels = { kind: new Map(), service: new Map(), category: new Map(), occupation: new Map(), tag: new Map(),
  facet: new Map(), site_kind: new Map(), grade: new Map(), pay_unit: new Map() };

/** Services whose catalog entry nobody has checked against a published local list. */
const unconfirmedServices = new Set();

/** The codes of kinds that are places; a kind that is in neither list is an opening when it has pay. */
const placeKinds = new Set();

/** What the point of a place rests on, for people. */
const POINT_BASES = { surveyed: "位置已实测", gazetteer: "位置来自地名资料", seat: "位置以政府驻地代替，不准确",
  approximate: "位置是大概的，不准确" };

/** Reads the labels out of the /v1/meta answer. */
export function setMeta(meta) {
  const lists = { kind: [...(meta.place_kinds ?? []), ...(meta.opening_kinds ?? [])], service: meta.services,
    category: meta.categories, occupation: meta.occupations, tag: meta.tags, facet: meta.facets,
    site_kind: meta.site_kinds, grade: meta.grades, pay_unit: meta.pay_units };
  for (const [name, list] of Object.entries(lists)) {
    for (const entry of list ?? []) {
      if (typeof entry === "object" && entry) labels[name].set(entry.code, entry.label ?? entry.code);
    }
  }
  for (const kind of meta.place_kinds ?? []) placeKinds.add(kind.code);
  for (const service of meta.services ?? []) if (service.confirmed === false) unconfirmedServices.add(service.code);
}

/** Whether what the catalog says of a service (who, what to bring) was never checked. */
export function isUnconfirmed(service) {
  return unconfirmedServices.has(service);
}

/** The label of a code in one list, or the code itself when the catalog does not name it. */
export function label(list, code) {
  return labels[list]?.get(code) ?? String(code ?? "");
}

/** Whether an item is a place (somewhere to go for help) and not an opening (work on offer). */
export function isPlace(item) {
  return placeKinds.has(item.kind) || (placeKinds.size === 0 && !("pay" in item) && !("headcount" in item));
}

/** Metres for people: whole metres below a kilometre, then one decimal. */
export function distanceText(metres) {
  if (typeof metres !== "number") return "";
  return metres < 999.5 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`;
}

/** Walking minutes for people; `basis` "estimate" is said aloud, because no street was followed. */
export function walkText(minutes, basis) {
  if (typeof minutes !== "number") return "";
  const rounded = Math.max(1, minutes);
  return basis === "estimate" ? `步行约 ${rounded} 分钟（估算）` : `步行 ${rounded} 分钟`;
}

/** What a place's point rests on, or "" when that is not known. */
export function pointText(basis) {
  return POINT_BASES[basis] ?? "";
}

/** Whether the point is so rough that the distance means little. */
export function isRoughPoint(basis) {
  return basis === "approximate" || basis === "seat";
}

/** A date (and time) in China's one time zone; "" for nothing or nonsense. */
export function dateText(instant, withTime = false) {
  if (instant === null || instant === undefined || instant === "") return "";
  const day = new Date(instant);
  if (Number.isNaN(day.getTime())) return "";
  const parts = { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric" };
  if (withTime) Object.assign(parts, { hour: "2-digit", minute: "2-digit", hour12: false });
  return new Intl.DateTimeFormat("zh-CN", parts).format(day);
}

/** The last day before an instant from which something no longer stands: 24:00 belongs to the day it ends. */
export function lastDayText(instant) {
  const end = Date.parse(instant ?? "");
  return Number.isNaN(end) ? "" : dateText(end - 1);
}

/** Fen as yuan without needless zeros. */
function yuan(fen) {
  return String(Math.round(fen) / 100);
}

/** The pay of an opening as the server worded it, or built from its amounts. */
export function payText(pay) {
  if (!pay) return "";
  if (pay.text) return pay.text;
  if (typeof pay.min_fen !== "number") return "面议";
  const range = pay.max_fen && pay.max_fen !== pay.min_fen ? `${yuan(pay.min_fen)}-${yuan(pay.max_fen)}` : yuan(pay.min_fen);
  return `${range}元/${label("pay_unit", pay.unit)}`;
}
