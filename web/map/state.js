/**
 * What the person is looking for, and the query that asks for it. Pure. The position lives only here: it is
 * never put in the page's address or in storage. Read next: search.js.
 */

/** Where the page starts: the seat of 南明区, 贵阳市 (WGS-84). */
export const START = { lat: 26.571469, lon: 106.710608, label: "贵阳市南明区（默认）" };

/** The walking times one can choose, in minutes. */
export const MINUTES = [5, 10, 15, 30, 60];

/** How many items a page of results asks for. */
const PAGE_SIZE = 30;

/** A fresh set of wishes at the starting point. */
export function freshState() {
  return { point: { ...START }, minutes: 15, ...freshFilters() };
}

/** No filter at all. */
export function freshFilters() {
  return { kinds: new Set(), openNow: false, payYuan: "", payUnit: "", services: new Set(), categories: new Set(), tags: new Set() };
}

/** The smallest pay asked for, in fen, or null when none (or nothing sensible) was typed. */
function payFen(state) {
  const yuan = Number(state.payYuan);
  return state.payYuan !== "" && Number.isFinite(yuan) && yuan > 0 ? Math.round(yuan * 100) : null;
}

/** How many of the conditions under "更多条件" are set. */
export function moreCount(state) {
  return state.services.size + state.categories.size + state.tags.size + (payFen(state) === null ? 0 : 1);
}

/** Whether anything but place and minutes narrows the search. */
export function hasFilters(state) {
  return moreCount(state) > 0 || state.kinds.size > 0 || state.openNow;
}

/** Whether conditions only places can meet stand beside conditions only openings can meet: nothing matches both. */
export function contradictsItself(state) {
  const ofOpenings = payFen(state) !== null || state.categories.size > 0 || state.tags.size > 0;
  const ofPlaces = state.services.size > 0 || state.openNow;
  return ofOpenings && ofPlaces;
}

/** A set as a comma-separated list in a steady order, or null when it is empty. */
function listed(set) {
  return set.size === 0 ? null : [...set].sort().join(",");
}

/** The question of POST /v1/nearby for these wishes, for the first page. */
export function nearbyQuery(state) {
  const fen = payFen(state);
  return {
    lat: state.point.lat.toFixed(6),
    lon: state.point.lon.toFixed(6),
    crs: "wgs84",
    minutes: state.minutes,
    kinds: listed(state.kinds),
    services: listed(state.services),
    categories: listed(state.categories),
    tags_all: listed(state.tags),
    open_now: state.openNow ? "true" : null,
    pay_at_least_fen: fen,
    pay_unit: fen === null ? null : state.payUnit,
    page_size: PAGE_SIZE,
  };
}

/** The next longer walking time worth offering when nothing was found, or null at the longest. */
export function widerMinutes(minutes) {
  return minutes < 30 ? 30 : MINUTES.find((choice) => choice > minutes) ?? null;
}
