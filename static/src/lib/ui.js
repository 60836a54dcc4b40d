// Drawings for islands that make elements themselves. The addresses of the sprites stand on <html>, hashed by the build.
const root = document.documentElement;

/** An icon to stand before a word, hidden from screen readers. Names are found by tools/assets.py where they are written. */
export function icon(name) {
  const drawing = use(`${root.dataset.icons}#${name}`);
  drawing.setAttribute("class", "icon");
  return drawing;
}

/** The picture of a person: {name, avatar: {bird, tint}, badge}. Decorative, because it stands beside the name. */
export function avatar({ name, avatar: { bird, tint }, badge }) {
  const circle = document.createElement("span");
  circle.setAttribute("aria-hidden", "true");
  circle.className = `avatar ${badge ? (badge === "peer_expert" ? "avatar--peer" : "avatar--pro") : `avatar--t${tint}`}`;
  circle.append(badge ? [...name][0].toUpperCase() : use(`${root.dataset.birds}#${bird}`));
  return circle;
}

function use(address) {
  const box = document.createElement("span");
  box.innerHTML = '<svg aria-hidden="true" focusable="false"><use/></svg>';
  box.firstChild.firstChild.setAttribute("href", address);
  return box.firstChild;
}
