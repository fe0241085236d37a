/**
 * Which items share one marker on the map. Pure: it knows neither Leaflet nor the page. Read next: mapview.js.
 */

/**
 * Groups items whose places on the screen are within `gap` pixels of the first of their group. Items come
 * nearest first and keep that order, so a group stands at its nearest item. `project` answers {x, y} pixels.
 */
export function groupOnScreen(items, project, gap) {
  const groups = [];
  for (const item of items) {
    if (!item.location) continue;
    const at = project(item.location);
    const near = groups.find((group) => Math.hypot(group.at.x - at.x, group.at.y - at.y) < gap);
    if (near) near.items.push(item);
    else groups.push({ at, items: [item] });
  }
  return groups;
}

/** The south-west and north-east corners of some items, as [[lat, lon], [lat, lon]]. */
export function cornersOf(items) {
  const lats = items.map((item) => item.location.lat);
  const lons = items.map((item) => item.location.lon);
  return [[Math.min(...lats), Math.min(...lons)], [Math.max(...lats), Math.max(...lons)]];
}
