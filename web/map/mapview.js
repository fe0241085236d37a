/**
 * The map: my point, the estimated reach around it, markers, county outlines. It draws what it is told and
 * reports taps; it asks the server for nothing. Without Leaflet it is a stand-in that does nothing, and the
 * list works alone. It must never load tiles: a published base map needs an approval number. Read next: groups.js.
 */

import { element, wantsLessMotion } from "./dom.js";
import { cornersOf, groupOnScreen } from "./groups.js";
import { groupBadge } from "./marks.js";
import { MINUTES } from "./state.js";

/** Pixels within which items share a marker: a finger cannot tell them apart. */
const GROUP_GAP_PX = 40;
/** The nearest and farthest zoom; at the nearest a pixel is about half a metre. */
const ZOOM = { nearest: 18, farthest: 6 };
/** Zooms at which county names are shown: before, they overlap; after, the map is inside one county. */
const NAME_ZOOMS = [9, 13];
/** Milliseconds a tap waits, because it may be the first half of a double tap that zooms. */
const DOUBLE_TAP_MS = 260;
/** Pixels a ring's label needs to itself; closer rings go without one. */
const LABEL_ROOM_PX = 70;
/** Metres one press of an arrow key moves my point; with Shift ten times as much. */
const KEY_STEP_M = 50;
/** Metres in a degree of latitude, near enough for steps of the keyboard. */
const METRES_PER_DEGREE = 111_320;

/** An icon of ours, 44 pixels wide so that a finger can hit it; `rise` is how far it stands above its point. */
function icon(inside, classes, rise = 22) {
  return window.L.divIcon({ html: inside, className: classes, iconSize: [44, 44], iconAnchor: [22, rise] });
}

/** The stand-in for when Leaflet did not load. */
function noMap(container) {
  container.replaceChildren(element("p", { class: "no-map" }, "地图没有载入，列表照常可用。"));
  const nothing = () => {};
  return { setPoint: nothing, setReach: nothing, setItems: nothing, select: nothing, setOutlines: nothing, fit: nothing, resized: nothing };
}

/**
 * Makes the map in `container`. `acts` holds movePoint({lat, lon}), openItem(item), openGroup(items).
 * Answers {setPoint, setReach, setItems, select, setOutlines, fit, resized}.
 */
export function createMap(container, start, acts) {
  const L = window.L;
  if (!L) return noMap(container);
  const calm = wantsLessMotion();
  const map = L.map(container, { center: [start.lat, start.lon], zoom: 14, minZoom: ZOOM.farthest, maxZoom: ZOOM.nearest, zoomSnap: 0.25,
    zoomControl: false, attributionControl: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm });
  L.control.zoom({ position: "topright", zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);

  const outlines = L.layerGroup().addTo(map);
  const names = L.layerGroup();
  const rings = L.layerGroup().addTo(map);
  const markers = L.layerGroup().addTo(map);
  const me = L.marker([start.lat, start.lon], { draggable: true, autoPan: true, zIndexOffset: 2000, bubblingMouseEvents: false,
    icon: icon(element("span", { class: "me" }, element("span", {}, "我")), "pin", 55) }).addTo(map);
  let point = { ...start };
  let reach = { minutes: 15, metresPerMinute: 0 };
  let items = [];
  let selected = null;

  /** How many pixels a northward distance from my point takes at this zoom. */
  function pixelsOf(metres) {
    const from = map.project([point.lat, point.lon]);
    return from.y - map.project([point.lat + metres / METRES_PER_DEGREE, point.lon]).y;
  }

  /** Draws my reach as a circle, with fainter rings for the shorter times inside it. */
  function drawRings() {
    rings.clearLayers();
    const pixelsPerMetre = pixelsOf(1000) / 1000;
    for (const minutes of MINUTES.filter((choice) => choice <= reach.minutes)) {
      const metres = minutes * reach.metresPerMinute;
      const outer = minutes === reach.minutes;
      const ring = L.circle([point.lat, point.lon], { radius: metres, interactive: false, className: outer ? "reach" : "reach inner" });
      rings.addLayer(ring);
      if (!outer && (metres * pixelsPerMetre < LABEL_ROOM_PX || (reach.minutes * reach.metresPerMinute - metres) * pixelsPerMetre < LABEL_ROOM_PX)) continue;
      const shown = metres < 1000 ? `${Math.round(metres)}米` : `${(metres / 1000).toFixed(1)}公里`;
      const words = element("span", { "aria-hidden": "true" }, outer ? `约${minutes}分钟 ${shown}` : `${minutes}分钟`);
      rings.addLayer(L.marker([point.lat - metres / METRES_PER_DEGREE, point.lon],
        { interactive: false, keyboard: false, icon: L.divIcon({ html: words, className: "ring-label", iconSize: [160, 24], iconAnchor: [80, 12] }) }));
    }
  }

  /** Opens the one item of a group, zooms into a loose group, or lists a group that zooming cannot part. */
  function openGroup(group) {
    if (group.length === 1) return acts.openItem(group[0]);
    const bounds = L.latLngBounds(cornersOf(group));
    const apart = map.distance(bounds.getSouthWest(), bounds.getNorthEast());
    if (apart > 15 && map.getZoom() < ZOOM.nearest - 0.5) {
      const closer = Math.max(map.getBoundsZoom(bounds, false, L.point(40, 40)), map.getZoom() + 1);
      return map.setView(bounds.getCenter(), Math.min(closer, ZOOM.nearest), { animate: !calm });
    }
    return acts.openGroup(group);
  }

  /** Draws the markers anew: at another zoom other items share a spot. */
  function drawMarkers() {
    markers.clearLayers();
    const known = !selected || items.some((item) => item.id === selected.id);
    const shown = known ? items : [...items, selected];
    for (const group of groupOnScreen(shown, (at) => map.project([at.lat, at.lon]), GROUP_GAP_PX)) {
      const holds = group.items.some((item) => item.id === selected?.id);
      const first = group.items[0];
      const marker = L.marker([first.location.lat, first.location.lon], { keyboard: false, bubblingMouseEvents: false,
        zIndexOffset: holds ? 1000 : 0, title: group.items.length === 1 ? first.title : `这里有 ${group.items.length} 项`,
        icon: icon(groupBadge(group.items), holds ? "spot chosen" : "spot") });
      marker.on("click", () => openGroup(group.items));
      markers.addLayer(marker);
      marker.getElement().setAttribute("aria-hidden", "true");
    }
  }

  /** Shows county names only where they help. */
  function showNames() {
    const zoom = map.getZoom();
    if (zoom >= NAME_ZOOMS[0] && zoom < NAME_ZOOMS[1]) map.addLayer(names);
    else map.removeLayer(names);
  }

  /** Moves my point by arrow keys while its marker has the focus. */
  function onKey(event) {
    const step = (event.shiftKey ? 10 : 1) * KEY_STEP_M / METRES_PER_DEGREE;
    const [north, east] = { ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] }[event.key] ?? [0, 0];
    if (north === 0 && east === 0) return;
    event.preventDefault();
    event.stopPropagation();
    acts.movePoint({ lat: point.lat + north, lon: point.lon + east / Math.cos(point.lat * Math.PI / 180) });
  }

  let tap = 0;
  map.on("click", (event) => {
    clearTimeout(tap);
    const at = event.latlng.wrap();
    tap = setTimeout(() => acts.movePoint({ lat: at.lat, lon: at.lng }), DOUBLE_TAP_MS);
  });
  map.on("dblclick", () => clearTimeout(tap));
  map.on("zoomend", () => { drawRings(); drawMarkers(); showNames(); });
  me.on("dragend", () => { const at = me.getLatLng().wrap(); acts.movePoint({ lat: at.lat, lon: at.lng }); });
  me.getElement().setAttribute("aria-label", "我的位置。可以拖动；用方向键每次移动约 50 米，同时按 Shift 约 500 米。");
  me.getElement().addEventListener("keydown", onKey);

  /** Shows the whole reach. */
  function fit() {
    const size = reach.minutes * reach.metresPerMinute * 2;
    if (size > 0) map.fitBounds(L.latLng(point.lat, point.lon).toBounds(size), { paddingTopLeft: [14, 42], paddingBottomRight: [14, 18], animate: !calm });
  }

  return {
    fit,
    /** Moves my point; the view follows only when the point left its middle part. */
    setPoint(next) {
      point = { ...next };
      me.setLatLng([point.lat, point.lon]);
      drawRings();
      if (!map.getBounds().pad(-0.25).contains([point.lat, point.lon])) map.panTo([point.lat, point.lon], { animate: !calm });
    },
    /** Sets the walking time and how many straight metres a minute is worth. */
    setReach(minutes, metresPerMinute) {
      reach = { minutes, metresPerMinute };
      drawRings();
    },
    /** Shows these items, nearest first. */
    setItems(next) {
      items = next;
      if (!items.some((item) => item.id === selected?.id)) selected = null;
      drawMarkers();
    },
    /** Marks an item and brings it into view; null marks none. */
    select(item) {
      selected = item;
      drawMarkers();
      if (item?.location && !map.getBounds().pad(-0.1).contains([item.location.lat, item.location.lon])) {
        map.panTo([item.location.lat, item.location.lon], { animate: !calm });
      }
    },
    /** Draws county outlines from a FeatureCollection in WGS-84 with `name`. */
    setOutlines(collection) {
      const canvas = L.canvas({ padding: 0.3 });
      const drawn = L.geoJSON(collection, { interactive: false, renderer: canvas,
        style: { color: "#7c8894", weight: 1.5, fill: false, dashArray: "6 4" } });
      outlines.clearLayers().addLayer(drawn);
      drawn.eachLayer((layer) => {
        const words = element("span", { "aria-hidden": "true" }, layer.feature?.properties?.name ?? "");
        names.addLayer(L.marker(layer.getBounds().getCenter(), { interactive: false, keyboard: false,
          icon: L.divIcon({ html: words, className: "county-name", iconSize: [140, 24], iconAnchor: [70, 12] }) }));
      });
      showNames();
    },
    /** Says that the container has another size now. */
    resized() {
      map.invalidateSize({ animate: false });
    },
  };
}
