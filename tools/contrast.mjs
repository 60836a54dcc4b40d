// Measures every colour pair the components use, in both themes and at every hour, straight from tokens.css.
// Usage: node tools/contrast.mjs          table on stdout; exit 1 when a pair misses its target
//        node tools/contrast.mjs --md     the same as a Markdown table
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("../static/src/tokens.css", import.meta.url), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/@media[^{]*\{[^{}]*\{[^{}]*\}\s*\}/g, "");
const hourOf = (sel) => /\[data-hour="(\w+)"\]/.exec(sel)?.[1];

// Collect declarations per scope: "root", or the name of an hour. Later declarations win, as in the cascade here.
const scopes = { root: {}, morning: {}, evening: {}, night: {} };
for (const [, selector, body] of css.matchAll(/([^{};]*)\{([^{}]*)\}/g)) {
  const sel = selector.trim();
  const scope = hourOf(sel) ?? (sel.endsWith(":root") ? "root" : null);
  if (!scope) continue;
  for (const [, name, value] of body.matchAll(/(--[\w-]+)\s*:\s*([^;]+);/g)) scopes[scope][name] = value.trim();
}

function resolve(name, theme, hour) {
  const look = (key) => scopes[hour]?.[key] ?? scopes.root[key];
  let value = look(name);
  for (let i = 0; value && i < 8; i++) {
    const pair = /^light-dark\((.+?),\s*(.+)\)$/.exec(value);
    if (pair) value = pair[theme === "day" ? 1 : 2].trim();
    const ref = /^var\((--[\w-]+)\)$/.exec(value);
    if (ref) value = look(ref[1]);
  }
  if (!/^#[0-9a-f]{6}$/i.test(value ?? "")) throw new Error(`${name} (${theme}, ${hour ?? "noon"}) is not a plain colour: ${value}`);
  return value.toLowerCase();
}

const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => [1, 3, 5].reduce((sum, i, n) => sum + [0.2126, 0.7152, 0.0722][n] * channel(parseInt(hex.slice(i, i + 2), 16) / 255), 0);
const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };

// [foreground, background, target, what for]
const pairs = [
  ["--text", "--bg", 7, "body text"], ["--text", "--surface", 7, "text on a card"], ["--text", "--sunk", 7, "text on a sunk area"],
  ["--muted", "--bg", 7, "secondary text"], ["--muted", "--surface", 7, "secondary text on a card"], ["--muted", "--sunk", 7, "secondary text, hidden message"],
  ["--link", "--bg", 7, "link"], ["--link", "--surface", 7, "link on a card"], ["--link", "--sunk", 7, "link on a sunk area"],
  ["--on-solid", "--solid", 7, "primary button, chip on"], ["--on-solid", "--solid-hover", 7, "primary button, hover"],
  ["--on-crisis", "--crisis", 7, "Nu hulp"], ["--on-crisis", "--crisis-hover", 7, "Nu hulp, hover"],
  ["--on-accent", "--accent", 7, "current item, numbers, new"], ["--on-own", "--own", 7, "your own message, chosen option"], ["--text", "--card-accent", 7, "highlighted card"],
  ["--on-peer", "--peer", 7, "badge ervaringsdeskundige"], ["--on-pro", "--pro", 7, "badge professional"], ["--peer", "--bg", 7, "outline badge, ervaringsdeskundige"], ["--pro", "--bg", 7, "outline badge, professional"],
  ["--on-good-soft", "--good-soft", 7, "open, confirmed"], ["--on-warn-soft", "--warn-soft", 7, "soon, expired slot"], ["--on-info-soft", "--info-soft", 7, "information"], ["--on-crisis-soft", "--crisis-soft", 7, "crisis banner"],
  ["--good", "--surface", 7, "fresh entry"], ["--on-warn-soft", "--surface", 7, "ageing entry"], ["--danger-text", "--surface", 7, "stale entry, field error"], ["--danger-text", "--bg", 7, "field error on the page"],
  ["--edge", "--bg", 3, "field border"], ["--edge", "--surface", 3, "field border on a card"], ["--edge", "--sunk", 3, "dashed border, hidden message"],
  ["--focus", "--bg", 3, "focus ring"], ["--focus", "--surface", 3, "focus ring on a card"], ["--focus", "--focus-halo", 3, "focus ring against its halo"],
];
const sky = [["--text", "--sky", 7, "page head"], ["--text", "--l-halo-1", 7, "page head over the outer halo"], ["--text", "--l-halo-2", 7, "page head over the middle halo"], ["--focus", "--sky", 3, "focus ring on the sky"]];

const rows = [];
for (const theme of ["day", "night"]) {
  for (const [f, b, t, use] of pairs) rows.push([theme, "", f, b, t, use]);
  for (const hour of theme === "day" ? ["morning", "noon", "evening", "night"] : ["noon"])
    for (const [f, b, t, use] of sky) rows.push([theme, theme === "day" ? hour : "", f, b, t, use]);
}
let bad = 0;
const measured = rows.map(([theme, hour, f, b, t, use]) => {
  const [fc, bc] = [resolve(f, theme, hour), resolve(b, theme, hour)];
  const r = ratio(fc, bc);
  if (r < t) bad++;
  return { theme, hour, f, b, t, use, fc, bc, r };
});
if (process.argv.includes("--md")) {
  console.log("| Use | Pair | Day | Night | Target |\n|---|---|---|---|---|");
  for (const d of measured.filter((m) => m.theme === "day" && !m.hour)) {
    const n = measured.find((m) => m.theme === "night" && m.f === d.f && m.b === d.b);
    console.log(`| ${d.use} | \`${d.f}\` on \`${d.b}\` | ${d.fc} on ${d.bc}: **${d.r.toFixed(2)}** | ${n.fc} on ${n.bc}: **${n.r.toFixed(2)}** | ${d.t} |`);
  }
  console.log("\n| Sky | Morning | Noon | Evening | Night, light theme | Night theme | Target |\n|---|---|---|---|---|---|---|");
  for (const [f, b, t, use] of sky) {
    const cell = (theme, hour) => measured.find((m) => m.theme === theme && m.hour === hour && m.f === f && m.b === b).r.toFixed(2);
    console.log(`| ${use} | ${["morning", "noon", "evening", "night"].map((h) => cell("day", h)).join(" | ")} | ${cell("night", "")} | ${t} |`);
  }
} else {
  for (const m of measured) console.log(`${m.r >= m.t ? "ok  " : "FAIL"} ${m.r.toFixed(2).padStart(5)} (>= ${m.t})  ${(m.theme + (m.hour ? ", " + m.hour : "")).padEnd(13)} ${m.f} on ${m.b}  ${m.use}`);
  console.log(`${measured.length} pairs, ${bad} below target`);
}
process.exit(bad ? 1 : 0);
