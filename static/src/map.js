// The drawn map, made pannable: the same land, the same marks, the same links. Nothing is fetched; without this file the
// drawing and the list beside it say it all.
import L from "leaflet";

const ROOM = 60;
const CLOSEST = 2;

for (const box of document.querySelectorAll("[data-map]")) enliven(box);

function enliven(box) {
  const drawing = box.querySelector("svg[viewBox]");
  const land = drawing?.querySelector("[data-land]");
  if (!land) return;
  const { width, height } = drawing.viewBox.baseVal;
  const canvas = document.createElement("div");
  canvas.className = "map__live";
  canvas.setAttribute("aria-label", drawing.getAttribute("aria-label"));
  const links = [...drawing.querySelectorAll("a.marker")];
  drawing.replaceWith(canvas);
  const map = mapIn(canvas, width, height, landAlone(drawing, land));
  const marks = links.map((link) => markOf(link, height).addTo(map));
  map.fitBounds([[0, 0], [height, width]], { animate: false });
  moveTogether(links, marks);
}

function mapIn(canvas, width, height, land) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm };
  const bounds = [[-ROOM, -ROOM], [height + ROOM, width + ROOM]];
  const map = L.map(canvas, {
    crs: L.CRS.Simple, attributionControl: false, minZoom: -2, maxZoom: CLOSEST, zoomSnap: 0.25, zoomDelta: 0.5,
    maxBounds: bounds, scrollWheelZoom: false, ...motion,
  });
  map.zoomControl.setPosition("topright");
  land.setAttribute("aria-hidden", "true");
  L.svgOverlay(land, [[0, 0], [height, width]], { className: "map__land" }).addTo(map);
  // One finger scrolls the page, as everywhere; the wheel zooms only in a map somebody chose.
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  return map;
}

function landAlone(drawing, land) {
  const alone = drawing.cloneNode(false);
  alone.removeAttribute("role");
  alone.removeAttribute("aria-label");
  alone.append(land.cloneNode(true));
  return alone;
}

function markOf(link, height) {
  const isPlace = !link.classList.contains("marker--help");
  const name = link.getAttribute("aria-label");
  const pin = document.createElement("span");
  pin.className = isPlace ? "pin pin--place" : "pin";
  pin.textContent = link.querySelector(".marker__n").textContent;
  const icon = L.divIcon({ className: "map__mark", html: pin, iconSize: [44, 44] });
  const mark = L.marker([height - Number(link.dataset.y), Number(link.dataset.x)], { icon, title: name, alt: name });
  mark.on("click", () => goTo(link.getAttribute("href")));
  return mark;
}

/** To the card in the list; on a phone the list comes back in place of the map. */
function goTo(anchor) {
  location.hash = anchor;
  document.getElementById(anchor.slice(1))?.querySelector("a")?.focus({ preventScroll: true });
}

/** The card one points at lights up its mark. */
function moveTogether(links, marks) {
  links.forEach((link, number) => {
    const card = document.getElementById(link.getAttribute("href").slice(1));
    const light = (isOn) => marks[number].getElement()?.classList.toggle("map__mark--on", isOn);
    card?.addEventListener("pointerenter", () => light(true));
    card?.addEventListener("pointerleave", () => light(false));
    card?.addEventListener("focusin", () => light(true));
    card?.addEventListener("focusout", () => light(false));
  });
}
