/**
 * Choosing my point without the map: by the name of a place, or from the device's own position, which is only
 * asked for after a tap. It never stores or sends the position itself. Read next: map.js.
 */

import { getJson, isAbort } from "./api.js";
import { byId, debounce, element, fill } from "./dom.js";

/** Milliseconds of quiet typing before names are asked for. */
const TYPING_PAUSE_MS = 250;

/** Why the device gave no position, by the code of GeolocationPositionError. */
const NO_POSITION = { 1: "没有得到定位许可。可以输入地名，或在地图上点一下。", 2: "设备现在定不了位。可以输入地名，或在地图上点一下。",
  3: "定位用的时间太长了。可以再试，或输入地名。" };

/**
 * Wires the name box and the 定位 button. `onChoose({lat, lon, label})` is called with the chosen point.
 */
export function createWhere(onChoose) {
  const input = byId("where-input");
  const options = byId("where-options");
  const note = byId("where-note");
  let found = [];
  let active = -1;
  let running = null;

  /** Says something under the header, or nothing. */
  function say(text) {
    note.textContent = text;
    note.hidden = !text;
  }

  /** Closes the list of names. */
  function close() {
    options.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** Takes a division as my point; one without a point is said to have none. */
  function choose(division) {
    close();
    running?.abort();
    suggest.cancel();
    input.value = division.name;
    if (!division.location) return say(`“${division.full_name ?? division.name}”没有坐标资料，请选上一级或附近的地名。`);
    say("");
    onChoose({ lat: division.location.lat, lon: division.location.lon, label: division.full_name ?? division.name });
  }

  /** Draws the found names. */
  function draw() {
    fill(options, found.map((division, index) => element("li", {
      id: `where-${index}`, role: "option", "aria-selected": String(index === active),
      mousedown: (event) => event.preventDefault(), click: () => choose(division),
    }, element("strong", {}, division.name), element("span", {}, division.location ? division.full_name ?? "" : "没有坐标资料"))));
    options.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `where-${active}`);
      options.children[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  /** Asks for names like what is typed. Answers true when the list is up to date. */
  async function ask() {
    running?.abort();
    const typed = input.value.trim();
    if (typed === "") return void close();
    const mine = new AbortController();
    running = mine;
    try {
      const page = await getJson("/v1/divisions", { q: typed, page_size: 8, crs: "wgs84" }, mine.signal);
      if (mine.signal.aborted) return;
      found = page.items ?? [];
      active = -1;
      say(found.length === 0 ? `没有找到“${typed}”。可以试试县、乡镇或街道的名字。` : "");
      draw();
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      close();
      say(error.message);
    }
  }
  const suggest = debounce(ask, TYPING_PAUSE_MS);

  /** Moves through the names with the arrow keys. */
  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    if (options.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    active = (active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length;
    draw();
  }

  /** Takes the marked name, else the first. */
  async function onSubmit(event) {
    event.preventDefault();
    suggest.cancel();
    if (options.hidden) await ask();
    if (!options.hidden && found.length > 0) choose(found[Math.max(0, active)]);
  }

  /** Asks the device where it is; the browser asks the person first. */
  function locate() {
    if (!("geolocation" in navigator) || !window.isSecureContext) {
      return say("这里用不了定位。可以输入地名，或在地图上点一下。");
    }
    const button = byId("locate");
    button.disabled = true;
    say("正在定位…");
    const done = () => { button.disabled = false; };
    navigator.geolocation.getCurrentPosition((position) => {
      done();
      const { latitude, longitude, accuracy } = position.coords;
      say("");
      onChoose({ lat: latitude, lon: longitude, label: `定位得到的位置（误差约 ${Math.round(accuracy)} 米）` });
    }, (error) => {
      done();
      say(NO_POSITION[error.code] ?? NO_POSITION[2]);
    }, { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 });
  }

  input.addEventListener("input", suggest);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  byId("where-form").addEventListener("submit", onSubmit);
  byId("locate").addEventListener("click", locate);
  return { clear: () => { input.value = ""; close(); say(""); } };
}
