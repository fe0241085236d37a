/**
 * How each kind looks: one character, one colour (white text on it reads at 4.5:1 or better) and a shape,
 * square for places and round for openings, so that nothing is told by colour alone. Read next: mapview.js.
 */

import { element } from "./dom.js";
import { isPlace, label } from "./words.js";

/** Kind code -> [character, colour]. A kind the catalog adds later gets its label's first character in grey. */
const MARKS = {
  doorstep_station: ["站", "#1b6e3c"],
  gig_market: ["零", "#a03f00"],
  gig_station: ["驿", "#7d5300"],
  service_centre: ["公", "#0b57a4"],
  cooperation_station: ["协", "#00666b"],
  partner_base: ["基", "#5b4636"],
  training_base: ["训", "#6a3fa0"],
  incubator: ["孵", "#9c2f6f"],
  career_station: ["导", "#2f5d8a"],
  hr_market: ["才", "#4a5a00"],
  liaison_point: ["联", "#4a4a4a"],
  vacancy: ["岗", "#b3261e"],
  gig: ["工", "#b0125b"],
  public_post: ["益", "#00695c"],
  training_class: ["课", "#5e35b1"],
};

/** The colour of a kind that has no entry above, and of a group of several kinds. */
const OTHER_COLOUR = "#37474f";

/** The character and colour of a kind. */
export function markOf(kind) {
  const [character, colour] = MARKS[kind] ?? [label("kind", kind).charAt(0) || "点", OTHER_COLOUR];
  return { character, colour };
}

/** The small badge of a kind, for chips and cards; hidden from screen readers, which read the label beside it. */
export function markBadge(kind, place) {
  const { character, colour } = markOf(kind);
  const badge = element("span", { class: place ? "mark square" : "mark round", "aria-hidden": "true" }, character);
  badge.style.backgroundColor = colour;
  return badge;
}

/** The badge that stands on the map for a group of one or more items. */
export function groupBadge(items) {
  const kinds = new Set(items.map((item) => item.kind));
  if (items.length === 1) return markBadge(items[0].kind, isPlace(items[0]));
  const shared = kinds.size === 1 ? markOf(items[0].kind) : { character: "", colour: OTHER_COLOUR };
  const places = items.every(isPlace);
  const badge = element("span", { class: places ? "mark many square" : "mark many" }, `${shared.character}${items.length}`);
  badge.style.backgroundColor = shared.colour;
  return badge;
}
