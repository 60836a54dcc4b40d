// One message as an element: the page's own blank fragment (<template id="blanco">), filled in.
import { avatar } from "../lib/ui.js";

const blank = () => document.getElementById("blanco").content.firstElementChild.cloneNode(true);
const part = (item, name) => item.querySelector(`[data-part=${name}]`);
const clock = new Intl.DateTimeFormat("nl-NL", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Amsterdam" });
const QUOTE_CHARS = 80;

/** "20.10", of a moment as the server writes it. */
export const timeOf = (at) => clock.format(new Date(at)).replace(":", ".");

/** Draw a message. given: the words of support one gave it; find: id -> the element of another message. */
export function draw(message, { isHost, words }, given, find) {
  const item = blank();
  const isOwn = "client_id" in message;
  item.id = `bericht-${message.id}`;
  if (message.seq) item.dataset.seq = message.seq;
  if (isOwn) item.dataset.clientId = message.client_id;
  item.classList.add(...classesOf(message, isOwn));
  drawWho(item, message, isOwn, words);
  part(item, "words").innerHTML = htmlOf(message, isOwn, words); // made by our own server from plain text, never by another member
  drawQuote(item, message, words, find);
  drawNote(item, message, isOwn, words);
  const isShown = message.state === "visible" || message.state === "masked";
  keep(part(item, "acts"), isShown);
  keep(part(item, "decide"), message.state === "held" && isHost && !isOwn);
  keep(part(item, "waiting"), isOwn && message.state === "held" && message.room); // not of one that is still to be sent
  drawOwn(item, message, isOwn, words);
  part(item, "earlier").querySelector("q").textContent = message.earlier;
  keep(part(item, "earlier"), message.earlier); // what stood there before it was edited, for hosts who decide
  if (isShown) drawActs(item, message, isOwn, isHost, given);
  // Which message, and for who decides the mark of the words they read.
  for (const field of item.querySelectorAll("input[name=id], [name=mark]")) field.value = message[field.name];
  return item;
}

/** What it says; of what is gone its trace, in the language of the page. */
function htmlOf({ id, html, trace }, isOwn, words) {
  if (!trace) return html;
  const report = !isOwn && html.includes("/melden") ? words.report_anyway.replace("{id}", id) : "";
  return `<p>${words[`trace_${trace}`]}${report}</p>`;
}

function classesOf({ state, author }, isOwn) {
  const classes = isOwn ? ["msg--own"] : [];
  if (state === "held") classes.push("msg--held");
  if (state === "hidden") classes.push("msg--hidden");
  if (author.badge && !isOwn) classes.push(author.badge === "professional" ? "msg--pro" : "msg--team");
  return classes;
}

function drawWho(item, { author, sent_at: sentAt, edited }, isOwn, words) {
  const drawing = item.querySelector(".avatar");
  if (isOwn) drawing.remove();
  else drawing.replaceWith(avatar(author));
  part(item, "name").textContent = isOwn ? words.you : author.name;
  for (const badge of item.querySelectorAll("[data-badge]")) keep(badge, !isOwn && badge.dataset.badge === author.badge);
  const time = part(item, "time");
  time.dateTime = sentAt;
  time.textContent = timeOf(sentAt);
  keep(part(item, "edited"), edited);
}

function drawQuote(item, { reply_to: answered }, words, find) {
  const quote = part(item, "quote");
  if (answered) quote.textContent = quoteOf(find(answered)) || words.gone;
  keep(quote, answered);
}

/** "dappere kievit: Drie dagen tegenop gezien", of a message that stands there; most: characters of what it says. */
export function quoteOf(item, most = QUOTE_CHARS) {
  if (!item || item.classList.contains("msg--hidden")) return "";
  const text = part(item, "words").textContent.trim();
  return `${part(item, "name").textContent}: ${text.length > most ? `${text.slice(0, most - 1)}…` : text}`;
}

function drawNote(item, { state }, isOwn, words) {
  const note = part(item, "note");
  const text = isOwn && { held: words.held, masked: words.masked }[state];
  if (text) note.lastElementChild.textContent = text;
  keep(note, text);
}

function drawActs(item, message, isOwn, isHost, given) {
  const [reply, report] = [part(item, "reply"), part(item, "report")];
  reply.href = reply.href.replace("antwoord=", `antwoord=${message.id}`);
  report.href = report.href.replace("chat.message&id=", `chat.message&id=${message.id}`);
  for (const link of [reply, report]) link.querySelector(".sr").append(message.author.name);
  keep(report, !isOwn);
  keep(part(item, "hide"), isHost && !isOwn);
  drawSupport(item, message.reactions, given);
}

/** The way to changing one's own words, or taking them back. */
function drawOwn(item, { id, card }, isOwn, words) {
  for (const link of item.querySelectorAll("[data-part=own]")) {
    link.href = link.href.replace("berichten/", `berichten/${id}`);
    link.querySelector(".sr").append(part(item, "time").textContent);
    if (card) link.firstElementChild.firstChild.data = words.drop;
    keep(link, isOwn);
  }
}

/** Words that were given stand beside the message with their number, the others behind "Steun". */
export function drawSupport(item, counts, given) {
  const others = item.querySelector(".steun__words");
  const focused = document.activeElement;
  for (const button of item.querySelectorAll("button[name=reaction]")) {
    const label = button.firstElementChild;
    const number = counts[button.value];
    label.textContent = label.textContent.split(" · ")[0] + (number ? ` · ${number}` : "");
    button.setAttribute("aria-pressed", String(given.has(button.value)));
    if (number) others.parentElement.before(button);
    else others.append(button);
  }
  if (item.contains(focused)) focused.focus({ preventScroll: true });
}

function keep(element, isWanted) {
  if (!isWanted) element?.remove();
}
