/**
 * The form of conditions. It writes into the state it is given and says that something changed; it asks for
 * nothing. Its choices come from /v1/meta. Read next: state.js.
 */

import { byId, element, fill } from "./dom.js";
import { markBadge } from "./marks.js";
import { MINUTES, freshFilters, moreCount } from "./state.js";

/** Units whose pay can be compared; pieces and 面议 cannot. */
const COMPARABLE_UNITS = ["month", "day", "hour", "year"];

/** The lists under "更多条件" that are plain sets of codes: element id, key in the state. */
const SETS = ["categories", "tags", "services"];

/**
 * Makes the form. `onChange()` is called after each change of `state`.
 * Answers {fillChoices(meta), clear(), setMinutes(minutes)}.
 */
export function createFilters(state, onChange) {
  const moreToggle = byId("more-toggle");
  const more = byId("more");

  /** Shows how many conditions are set, so that nothing hidden narrows the search unseen. */
  function showCounts() {
    const total = moreCount(state);
    moreToggle.textContent = total > 0 ? `更多条件（${total}）` : "更多条件";
    for (const name of SETS) byId(`${name}-count`).textContent = state[name].size > 0 ? `（已选 ${state[name].size}）` : "";
  }

  /** Takes note of a change. */
  function changed() {
    showCounts();
    onChange();
  }

  /** A chip that puts `code` into the set `state[name]` or takes it out. */
  function setChip(name, code, ...inside) {
    const box = element("input", { type: "checkbox", value: code, change: () => {
      if (box.checked) state[name].add(code);
      else state[name].delete(code);
      changed();
    } });
    box.checked = state[name].has(code);
    return element("label", { class: "chip" }, box, element("span", {}, ...inside));
  }

  /** Draws the walking times as radio buttons. */
  function drawMinutes() {
    const radios = MINUTES.map((minutes) => {
      const radio = element("input", { type: "radio", name: "minutes", value: minutes,
        change: () => { state.minutes = minutes; changed(); } });
      radio.checked = state.minutes === minutes;
      return element("label", { class: "chip" }, radio, element("span", {}, String(minutes)));
    });
    byId("minutes").append(element("div", { class: "radios" }, radios));
  }

  /** Draws the services under the headings of their families. */
  function drawServices(meta) {
    const families = meta.service_families ?? [];
    const known = new Set(families.map((family) => family.code));
    const orphans = (meta.services ?? []).filter((service) => !known.has(service.family));
    const groups = families.map((family) => ({ heading: family.label,
      services: (meta.services ?? []).filter((service) => service.family === family.code) }));
    if (orphans.length > 0) groups.push({ heading: "其他", services: orphans });
    fill(byId("services"), groups.filter((group) => group.services.length > 0).flatMap((group) => [
      element("h3", { class: "family" }, group.heading),
      element("div", { class: "choices" }, group.services.map((service) => setChip("services", service.code, service.label))),
    ]));
  }

  /** Fills every choice from /v1/meta. Openings come first: most people look for work. */
  function fillChoices(meta) {
    fill(byId("kinds"),
      (meta.opening_kinds ?? []).map((kind) => setChip("kinds", kind.code, markBadge(kind.code, false), kind.label)),
      (meta.place_kinds ?? []).map((kind) => setChip("kinds", kind.code, markBadge(kind.code, true), kind.label)));
    fill(byId("categories"), (meta.categories ?? []).map((one) => setChip("categories", one.code, one.label)));
    fill(byId("tags"), (meta.tags ?? []).map((one) => setChip("tags", one.code, one.label)));
    drawServices(meta);
    const units = (meta.pay_units ?? []).filter((unit) => COMPARABLE_UNITS.includes(unit.code));
    fill(byId("pay-unit"), units.map((unit) => element("option", { value: unit.code }, `元/${unit.label.replace(/^元?[/／每]?/, "")}`)));
    const usual = units.find((unit) => unit.code === "month") ?? units[0];
    if (usual) byId("pay-unit").value = state.payUnit = state.payUnit || usual.code;
    showCounts();
  }

  /** Takes every condition away but place and minutes. */
  function clear() {
    const unit = state.payUnit;
    Object.assign(state, freshFilters(), { payUnit: unit });
    for (const box of byId("filters").querySelectorAll("input[type=checkbox]")) box.checked = false;
    byId("pay-amount").value = "";
    changed();
  }

  /** Chooses a walking time from outside the form. */
  function setMinutes(minutes) {
    state.minutes = minutes;
    for (const radio of byId("minutes").querySelectorAll("input")) radio.checked = Number(radio.value) === minutes;
    changed();
  }

  /** Opens or closes the part under "更多条件". */
  function showMore(open) {
    more.hidden = !open;
    moreToggle.setAttribute("aria-expanded", String(open));
  }

  drawMinutes();
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("open-now").addEventListener("change", (event) => { state.openNow = event.target.checked; changed(); });
  byId("pay-amount").addEventListener("input", (event) => { state.payYuan = event.target.value; changed(); });
  byId("pay-unit").addEventListener("change", (event) => {
    state.payUnit = event.target.value;
    if (state.payYuan !== "") changed();
  });
  byId("clear").addEventListener("click", clear);
  moreToggle.addEventListener("click", () => showMore(more.hidden));
  byId("more-close").addEventListener("click", () => {
    showMore(false);
    byId("results").focus({ preventScroll: true });
    byId("results").scrollIntoView({ block: "start" });
  });
  byId("kinds-toggle").addEventListener("click", (event) => {
    const open = byId("kinds").classList.toggle("all");
    event.target.setAttribute("aria-expanded", String(open));
    event.target.textContent = open ? "收起种类" : "展开种类";
  });
  return { fillChoices, clear, setMinutes };
}
