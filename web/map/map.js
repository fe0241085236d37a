/**
 * The map page's top floor: makes the parts, wires them to each other, and starts the first search. Rules of the
 * page: nothing from another origin, no position in storage or in the page's address, no text from the API as
 * markup. Parts: state.js (what is wanted), search.js (asking), results.js (list), mapview.js (map),
 * filters.js and where.js (input), detail.js (one item).
 */

import { getJson } from "./api.js";
import { createDetail } from "./detail.js";
import { byId, debounce } from "./dom.js";
import { createFilters } from "./filters.js";
import { createMap } from "./mapview.js";
import { createResults } from "./results.js";
import { createSearch } from "./search.js";
import { freshState } from "./state.js";
import { createWhere } from "./where.js";
import { dateText, setMeta } from "./words.js";

/** Milliseconds of quiet before a changed condition is asked for. */
const CHANGE_PAUSE_MS = 300;

/** The pace used until /v1/meta says otherwise. */
const USUAL_PACE = { metres_per_minute: 75, detour_factor: 1.4, basis: "estimate" };

const state = freshState();
let pace = USUAL_PACE;
let metaKnown = false;
let view = null;
let reachShown = 0;

const search = createSearch(onView);
const searchSoon = debounce(() => search.run(state), CHANGE_PAUSE_MS);
const map = createMap(byId("map"), state.point, {
  movePoint: (at) => movePoint({ ...at, label: "地图上选的位置" }, false),
  openItem: openItem,
  openGroup: (items) => detail.openGroup(items, view?.basis),
});
const results = createResults({ open: openItem, more: search.more, retry, setMinutes, clear: () => filters.clear() });
const filters = createFilters(state, onFilters);
const where = createWhere((place) => movePoint(place, true));
const detail = createDetail({ open: openItem, closed: onDetailClosed });

/** Straight metres a walking minute is worth under the estimate. */
function metresPerMinute() {
  return pace.metres_per_minute / pace.detour_factor;
}

/** Draws what the search has to show, in the list and on the map. */
function onView(next) {
  view = next;
  results.show(view, state);
  if (view.phase === "loading") return;
  map.setItems(view.items);
  byId("note-data").dataset.asOf = view.asOf ?? "";
  showDataNote();
}

/** Takes note of changed conditions: another reach on the map, and a search shortly after. */
function onFilters() {
  if (reachShown !== state.minutes) showReach();
  if (detail.isOpen()) detail.close();
  searchSoon();
}

/** Draws the reach for the chosen minutes and shows all of it. */
function showReach() {
  reachShown = state.minutes;
  map.setReach(state.minutes, metresPerMinute());
  map.fit();
}

/** Chooses a walking time from the empty list's button. */
function setMinutes(minutes) {
  filters.setMinutes(minutes);
  byId("results").focus({ preventScroll: true });
}

/** Moves my point and searches from there; `fit` shows the whole reach (a tap on the map leaves the view alone). */
function movePoint(place, fit) {
  state.point = place;
  if (!fit) where.clear();
  showPlace();
  map.setPoint(place);
  if (fit) map.fit();
  if (detail.isOpen()) detail.close();
  searchSoon();
}

/** Says in words where my point is. */
function showPlace() {
  const { lat, lon, label } = state.point;
  byId("my-place").textContent = `我的位置：${label}`;
  byId("my-place").title = `北纬 ${lat.toFixed(5)}，东经 ${lon.toFixed(5)}（WGS-84）`;
}

/** Shows one item: panel, card and marker. */
function openItem(item) {
  results.mark(item.id);
  detail.open(item, view?.basis ?? "estimate");
  map.select(item);
}

/** After the panel closes, the focus goes back to the card it came from, which stays marked; from an item that is not
    in the list (a similar one, elsewhere) the map comes back to my reach. */
function onDetailClosed(id) {
  if (!view?.items.some((item) => item.id === id)) {
    map.select(null);
    map.fit();
  }
  results.focusCard(id);
}

/** Asks again after an error; the labels too when they never came. */
function retry() {
  if (!metaKnown) loadMeta();
  search.run(state);
}

/** Says how minutes are estimated and how old the data are. */
function showDataNote() {
  byId("note-walk").textContent = `步行时间是估算：每分钟 ${pace.metres_per_minute} 米，路程按直线距离的 ${pace.detour_factor} 倍算，`
    + "不是实际路线，遇到河、坡、围墙会更久。";
  const note = byId("note-data");
  const parts = [note.dataset.dataAsOf ? `资料截至 ${dateText(note.dataset.dataAsOf, true)}` : "",
    note.dataset.asOf ? `本次结果 ${dateText(note.dataset.asOf, true)}` : ""].filter(Boolean);
  note.textContent = `${parts.join("，")}。`;
  note.hidden = parts.length === 0;
}

/** Reads the labels and choices. Without them the list still works, with codes for names. */
async function loadMeta() {
  try {
    const meta = await getJson("/v1/meta");
    metaKnown = true;
    setMeta(meta);
    filters.fillChoices(meta);
    pace = { ...USUAL_PACE, ...meta.walking };
    byId("note-data").dataset.dataAsOf = meta.data_as_of ?? "";
    showReach();
    showDataNote();
  } catch {
    metaKnown = false;
  }
}

/** Reads the county outlines, which only some installations may show; without them the background is plain. */
async function loadOutlines() {
  try {
    const outlines = await getJson("/map/outlines.geojson");
    map.setOutlines(outlines);
    byId("note-map").textContent += outlines.approval_number
      ? `灰线是县界，审图号：${outlines.approval_number}。` : "灰线是县界示意，只供演示，不作为划界依据。";
  } catch {
    // A 404 is the ordinary answer where outlines are not permitted.
  }
}

/** Hides or shows the map, for people who want the list alone. */
function toggleMap() {
  const hidden = byId("map-area").classList.toggle("collapsed");
  document.body.classList.toggle("no-map-shown", hidden);
  byId("toggle-map").textContent = hidden ? "显示地图" : "收起地图";
  byId("toggle-map").setAttribute("aria-expanded", String(!hidden));
  if (!hidden) map.resized();
}

byId("toggle-map").addEventListener("click", toggleMap);
window.addEventListener("online", () => { if (view?.phase === "error") retry(); });
window.addEventListener("resize", debounce(() => map.resized(), 150));
showPlace();
showReach();
loadMeta().then(() => search.run(state));
loadOutlines();
